// Draws the figures that the page holds as JSON, each when it is scrolled to. The drawing the server made stays
// until then, and for good where scripts do not run.
const OPTIONS = { displayModeBar: false, responsive: true };
const bundle = document.querySelector("meta[name='chart-bundle']").content;
let loading;

function plotly() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = bundle;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

async function draw(place) {
  const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const library = await plotly();
  const drawing = document.createElement("div");
  place.append(drawing);
  place.firstElementChild.remove();
  await library.newPlot(drawing, figure.data, figure.layout, OPTIONS);
  place.dataset.drawn = "true";
}

const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    draw(target);
  }
}, { rootMargin: "200px" });

for (const place of document.querySelectorAll("[data-chart]")) observer.observe(place);
