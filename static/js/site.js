import { createAll, Button, ErrorSummary, FileUpload, ServiceNavigation, SkipLink } from "../vendor/govuk-frontend.min.js";

// What GOV.UK Frontend looks for before it starts a component.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const components = [Button, ErrorSummary, FileUpload, ServiceNavigation, SkipLink];
for (const component of components) createAll(component);

// Where htmx put a new part into the page, its components begin anew.
document.body.addEventListener("htmx:load", ({ detail }) => {
  if (detail.elt === document.body) return;
  for (const component of components) createAll(component, {}, detail.elt);
});

// htmx notes the address of its page for as long as the tab is open; here nothing outlives a page.
addEventListener("pagehide", () => sessionStorage.clear());
