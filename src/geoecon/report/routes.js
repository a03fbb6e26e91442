for (const map of document.querySelectorAll(".zoomable")) {
  const svg = map.querySelector("svg");
  const home = svg.getAttribute("viewBox").split(" ").map(Number);
  let [x, y, width, height] = home;
  const show = () => {
    const scale = width / home[2];
    svg.setAttribute("viewBox", [x, y, width, height].join(" "));
    for (const { dataset: at, style } of svg.querySelectorAll(".label")) {
      style.transform = `translate(${at.x}px,${at.y}px) scale(${scale}) translate(${-at.x}px,${-at.y}px)`;
    }
  };
  const zoom = (factor, across = x + width / 2, down = y + height / 2) => {
    const wanted = Math.min(Math.max(width * factor, home[2] / 60), home[2] * 6) / width;
    x = across - (across - x) * wanted;
    y = down - (down - y) * wanted;
    width *= wanted;
    height *= wanted;
    show();
  };
  const move = (right, down) => { x += right * width; y += down * height; show(); };
  const reset = () => { [x, y, width, height] = home; show(); };
  const keys = {
    "+": () => zoom(0.7), "=": () => zoom(0.7), "-": () => zoom(1 / 0.7), "0": reset,
    ArrowLeft: () => move(-0.1, 0), ArrowRight: () => move(0.1, 0),
    ArrowUp: () => move(0, -0.1), ArrowDown: () => move(0, 0.1),
  };
  const bar = document.createElement("div");
  bar.className = "controls";
  for (const [sign, name, key] of [["+", "Zoom in", "+"], ["−", "Zoom out", "-"], ["⟲", "Whole picture", "0"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", keys[key]);
    bar.append(button);
  }
  map.append(bar);
  svg.setAttribute("tabindex", "0");
  svg.addEventListener("keydown", event => {
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  // A wheel over the map scrolls the page until the reader has clicked the map.
  svg.addEventListener("wheel", event => {
    if (document.activeElement !== svg && !event.ctrlKey) return;
    event.preventDefault();
    const area = svg.getBoundingClientRect();
    const across = x + (event.clientX - area.left) / area.width * width;
    const down = y + (event.clientY - area.top) / area.height * height;
    zoom(event.deltaY < 0 ? 0.8 : 1.25, across, down);
  }, { passive: false });
  svg.addEventListener("pointerdown", event => {
    if (event.pointerType === "touch") return;
    svg.focus({ preventScroll: true });
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", event => {
    if (!svg.hasPointerCapture(event.pointerId)) return;
    const area = svg.getBoundingClientRect();
    move(-event.movementX / area.width, -event.movementY / area.height);
  });
  addEventListener("beforeprint", reset);
}
