// The configuration's text: copied, kept as a file, and read from one.
(() => {
  "use strict";
  const root = document.querySelector(".tk");
  const words = JSON.parse(document.getElementById("tk-data").textContent).words;
  const named = (id) => document.getElementById(id);
  root.querySelectorAll("[data-copy]").forEach((button) => {
    button.addEventListener("click", async () => {
      const text = named(button.dataset.copy);
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        // Without HTTPS there is only the older way.
        document.execCommand("copy");
      }
      button.textContent = words.copied;
    });
  });
  root.querySelectorAll("[data-download]").forEach((button) => {
    button.addEventListener("click", () => {
      const text = named(button.dataset.download).value;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = button.dataset.called;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  });
  root.querySelectorAll("[data-read]").forEach((chosen) => {
    chosen.addEventListener("change", async () => {
      if (chosen.files.length) named(chosen.dataset.read).value = await chosen.files[0].text();
    });
  });
})();
