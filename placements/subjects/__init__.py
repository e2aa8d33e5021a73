"""One child, everywhere: what is held about them, and how it is erased."""
