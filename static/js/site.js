import { createAll, Button, ErrorSummary, ServiceNavigation, SkipLink } from "../vendor/govuk-frontend.min.js";

// What GOV.UK Frontend looks for before it starts a component.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const component of [Button, ErrorSummary, ServiceNavigation, SkipLink]) createAll(component);

// Choices that change what the page shows take effect at once; the button stays for those without a script.
for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}
