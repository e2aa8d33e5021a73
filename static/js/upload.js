// Says how far files are while htmx sends them, and that they are being checked afterwards.
const state = () => document.getElementById("upload-state");

function say(text, percent) {
  state().hidden = false;
  state().querySelector("#upload-says").textContent = text;
  const bar = state().querySelector("progress");
  bar.hidden = percent === null;
  // Without a value the bar shows that something is under way, not how far it is.
  if (percent === undefined) bar.removeAttribute("value");
  else if (percent !== null) bar.value = percent;
}

const isUpload = (event) => event.target.matches("form[data-upload]");

document.body.addEventListener("htmx:xhr:loadstart", (event) => isUpload(event) && say("Sending the files …", 0));
document.body.addEventListener("htmx:xhr:progress", (event) => {
  if (!isUpload(event) || !event.detail.lengthComputable) return;
  const percent = Math.floor((100 * event.detail.loaded) / event.detail.total);
  if (percent < 100) say(`Sending the files: ${percent}%`, percent);
  else say("Checking every row …");
});
for (const fault of ["htmx:responseError", "htmx:sendError"]) {
  document.body.addEventListener(fault, (event) => {
    if (isUpload(event)) say("The files could not be sent. Nothing was loaded: check your connection and try again.", null);
  });
}
