// Sliders beside the number fields of a what-if: dragged, they fill their field in; let go, htmx asks for the answer.
// A number that is typed moves its slider.
for (const slider of document.querySelectorAll("[data-slider]")) {
  const field = document.getElementById(slider.dataset.slider);
  slider.hidden = false;
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => { if (field.value) slider.value = field.value; });
}
