// Fetches a file that a link leads to, says how far it is, and lets go of it when told to. Links work without it.
const FILES = /\/download\/|\/(word|figures|annex\/pdf|pdf\/file|original|to-mend|problems)\/$/;
const SAID_AFTER = 400; // milliseconds: what is there at once needs no words
const state = document.getElementById("saving");
const says = state.querySelector("p"), bar = state.querySelector("progress"), button = state.querySelector("button");
let going = null;

function say(text, under_way) {
  state.hidden = false;
  says.textContent = text;
  bar.hidden = button.hidden = !under_way;
}

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

async function fetched(response) {
  const reader = response.body.getReader(), parts = [];
  let bytes = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    parts.push(value);
    bytes += value.length;
    if (!state.hidden) says.textContent = `Fetching the file: ${size(bytes)} so far`;
  }
  return new Blob(parts, { type: response.headers.get("Content-Type") });
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function get(link) {
  going?.abort();
  const mine = (going = new AbortController());
  const slow = setTimeout(() => say("Making the file …", true), SAID_AFTER);
  try {
    const response = await fetch(link.href, { signal: mine.signal });
    const name = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") ?? "");
    if (!response.ok || !name) return location.assign(link.href); // a page that says what is the matter
    save(await fetched(response), name[1]);
    if (!state.hidden) say("The file is saved.", false);
  } catch (fault) {
    say(fault.name === "AbortError" ? "Cancelled: no file was saved." : "The file could not be fetched. Try again.", false);
  } finally {
    clearTimeout(slow);
    if (going === mine) going = null;
  }
}

button.addEventListener("click", () => going?.abort());
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.origin !== location.origin || link.download || !FILES.test(link.pathname)) return;
  event.preventDefault();
  get(link);
});
