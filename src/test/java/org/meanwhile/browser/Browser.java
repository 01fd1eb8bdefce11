package org.meanwhile.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A browser without a display, and what tests do with it. */
final class Browser implements CloseableResource {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final Path downloads =
      Path.of(System.getProperty("it.directory"), "downloads").toAbsolutePath();
  private final ChromeDriver driver;

  /** Of the machine's own: nothing is looked for elsewhere, and nothing downloaded. */
  Browser(Path browser, Path driverProgram) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
    options.addArguments("--disable-dev-shm-usage", "--no-first-run", "--lang=en-GB");
    options.setExperimentalOption(
        "prefs",
        Map.of(
            "download.default_directory",
            downloads.toString(),
            "download.prompt_for_download",
            false));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(driverProgram.toFile())
                .usingAnyFreePort()
                .build(),
            options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    wide();
  }

  @Override
  public void close() {
    driver.quit();
  }

  /** A desk's screen, bright. */
  void wide() {
    look(1440, 900, "light");
  }

  void look(int width, int height, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /**
   * Sends no faster than this from now on.
   *
   * @param bytesPerSecond or -1 for as fast as it can
   */
  void slowSending(int bytesPerSecond) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline",
            false,
            "latency",
            0,
            "downloadThroughput",
            -1,
            "uploadThroughput",
            bytesPerSecond));
  }

  /** As if it were typed into the address bar of a new tab: nothing is left of the page before. */
  void open(URI server, String address) {
    driver.get("about:blank");
    driver.get(server.resolve("/") + address);
  }

  String address() {
    return driver.getCurrentUrl();
  }

  void reload() {
    driver.navigate().refresh();
  }

  String title() {
    return driver.getTitle();
  }

  WebElement find(String css) {
    return await("there is " + css, () -> first(css));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  private WebElement first(String css) {
    return all(css).stream().filter(WebElement::isDisplayed).findFirst().orElse(null);
  }

  /** A button or link by what it says. */
  WebElement named(String text) {
    return await(
        "there is " + text,
        () ->
            all("button, a, summary").stream()
                .filter(WebElement::isDisplayed)
                .filter(element -> element.getText().strip().equals(text))
                .findFirst()
                .orElse(null));
  }

  /** The control of a label that begins so. */
  WebElement field(String label) {
    return await(
        "there is a field " + label,
        () ->
            all("label").stream()
                .filter(element -> element.getText().startsWith(label))
                .map(element -> element.getDomAttribute("for"))
                .map(id -> driver.findElement(By.id(id)))
                .findFirst()
                .orElse(null));
  }

  void awaitText(String css, String text) {
    await(
        css + " says " + text,
        () ->
            all(css).stream()
                .filter(WebElement::isDisplayed)
                .filter(element -> element.getText().contains(text))
                .findFirst()
                .orElse(null));
  }

  void awaitAddress(String part) {
    await("the address has " + part, () -> address().contains(part) ? Boolean.TRUE : null);
  }

  void awaitCount(String css, int count) {
    await(count + " of " + css, () -> all(css).size() == count ? Boolean.TRUE : null);
  }

  /** What is not null and does not fail, as soon as there is such. */
  <T> T await(String what, Supplier<T> found) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(StaleElementReferenceException.class)
        .until(found::get, Objects::nonNull);
  }

  /** A file that was downloaded completely. */
  Path downloaded(String name) {
    return await(
        name + " is downloaded",
        () -> {
          Path file = downloads.resolve(name);
          return Files.exists(file) ? file : null;
        });
  }

  String window() {
    return driver.getWindowHandle();
  }

  /** Opens another window and is there from now on. */
  String openWindow() {
    driver.switchTo().newWindow(WindowType.WINDOW);
    wide();
    return window();
  }

  void switchTo(String window) {
    driver.switchTo().window(window);
  }

  void closeWindow() {
    driver.close();
  }

  /** Keys, for whatever has the focus. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What axe-core finds wrong with the page, in lines. */
  @SuppressWarnings("unchecked")
  List<String> accessibilityFaults() {
    driver.executeScript(axe());
    return (List<String>)
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run().then(found => done(found.violations.flatMap(v => v.nodes.map(n =>
              v.id + ': ' + n.html + ' ' + n.failureSummary))));
            """);
  }

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Errors of scripts, and what the Content-Security-Policy refused; not answers such as 404. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !message.contains("Failed to load resource"))
        .toList();
  }

  /** Kept below target/, to be looked at. */
  void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
