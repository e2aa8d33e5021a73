// Draws the figures that the page holds as JSON, each when it is scrolled to. The drawing the server made is seen
// until then, on paper, and for good where scripts do not run. Pictures are saved as PNG from the server's drawing.
const OPTIONS = { displayModeBar: false, responsive: true };
const SHARPER = 2; // pixels of a saved picture for each of the drawing
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

async function savePicture({ currentTarget: button }) {
  const svg = await (await fetch(button.dataset.svg)).text();
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * SHARPER;
  canvas.height = image.height * SHARPER;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  const link = document.createElement("a");
  link.download = `${button.dataset.name}.png`;
  link.href = canvas.toDataURL("image/png");
  link.click();
}

function begin(within) {
  for (const place of within.querySelectorAll("[data-chart]")) observer.observe(place);
  for (const offer of within.querySelectorAll("[data-png]")) {
    offer.hidden = false;
    offer.querySelector("button").addEventListener("click", savePicture);
  }
}

begin(document);
// Where htmx put a new part into the page, its charts begin anew.
document.body.addEventListener("htmx:load", ({ detail }) => { if (detail.elt !== document.body) begin(detail.elt); });
