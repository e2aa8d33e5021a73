import { createAll, Button, ErrorSummary, ServiceNavigation, SkipLink } from "../vendor/govuk-frontend.min.js";

// What GOV.UK Frontend looks for before it starts a component.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const component of [Button, ErrorSummary, ServiceNavigation, SkipLink]) createAll(component);
