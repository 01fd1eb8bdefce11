package org.meanwhile.browser.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
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
import org.openqa.selenium.Keys;
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

/** A headless browser, with the actions and questions of the tests. */
public final class Browser implements CloseableResource {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MAX_TABS = 80;
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final Path downloads =
      Path.of(System.getProperty("it.directory"), "downloads").toAbsolutePath();
  private final ChromeDriver driver;

  /** Uses the programs of the machine; nothing is downloaded. */
  Browser(Path browser, Path driverProgram) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars");
    options.addArguments("--disable-dev-shm-usage", "--no-first-run", "--lang=en-GB");
    // A proxy with TLS has a certificate that was made for its test.
    options.setAcceptInsecureCerts(true);
    options.setExperimentalOption(
        "prefs",
        Map.of(
            "download.default_directory",
            downloads.toString(),
            "download.prompt_for_download",
            false));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(driverProgram.toFile())
                .usingAnyFreePort()
                .build(),
            options);
    driver.manage().timeouts().scriptTimeout(LIMIT);
    wide();
  }

  @Override
  public void close() {
    driver.quit();
  }

  /** A desktop screen in light mode. */
  public void wide() {
    look(1440, 900, "light");
  }

  public void look(int width, int height, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /**
   * Limits the speed of uploads.
   *
   * @param bytesPerSecond -1 for no limit
   */
  public void slowSending(int bytesPerSecond) {
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

  /** Opens an address as in a new tab, without any state of the previous page. */
  public void open(URI server, String address) {
    driver.get("about:blank");
    driver.get(server.resolve("/") + address);
  }

  public String address() {
    return driver.getCurrentUrl();
  }

  public void reload() {
    driver.navigate().refresh();
  }

  String title() {
    return driver.getTitle();
  }

  public WebElement find(String css) {
    return await("there is " + css, () -> first(css));
  }

  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  private WebElement first(String css) {
    return all(css).stream().filter(WebElement::isDisplayed).findFirst().orElse(null);
  }

  /** Waits for a button or link with this text. */
  public WebElement named(String text) {
    return await(
        "there is " + text,
        () ->
            all("button, a, summary").stream()
                .filter(WebElement::isDisplayed)
                .filter(element -> element.getText().strip().equals(text))
                .findFirst()
                .orElse(null));
  }

  /** Waits for the control of a label that begins with this text. */
  public WebElement field(String label) {
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

  public void awaitText(String css, String text) {
    await(
        css + " says " + text,
        () ->
            all(css).stream()
                .filter(WebElement::isDisplayed)
                .filter(element -> element.getText().contains(text))
                .findFirst()
                .orElse(null));
  }

  public void awaitAddress(String part) {
    await("the address has " + part, () -> address().contains(part) ? Boolean.TRUE : null);
  }

  public void awaitCount(String css, int count) {
    await(count + " of " + css, () -> all(css).size() == count ? Boolean.TRUE : null);
  }

  /** Waits until the supplier returns a value that is not null. */
  public <T> T await(String what, Supplier<T> found) {
    return Awaitility.await(what)
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreException(StaleElementReferenceException.class)
        .until(found::get, Objects::nonNull);
  }

  /** Waits until a file is downloaded completely. */
  public Path downloaded(String name) {
    return await(
        name + " is downloaded",
        () -> {
          Path file = downloads.resolve(name);
          return Files.exists(file) ? file : null;
        });
  }

  public String window() {
    return driver.getWindowHandle();
  }

  /** Opens another window and switches to it. */
  public String openWindow() {
    driver.switchTo().newWindow(WindowType.WINDOW);
    wide();
    return window();
  }

  /** Waits until there is one more window than this one, and switches to it. */
  public void switchToOther(String window) {
    switchTo(
        await(
            "there is another window",
            () ->
                driver.getWindowHandles().stream()
                    .filter(other -> !other.equals(window))
                    .findFirst()
                    .orElse(null)));
  }

  /** Waits until all other windows are closed, and switches to this one. */
  public void awaitAlone(String window) {
    await("one window", () -> driver.getWindowHandles().size() == 1 ? Boolean.TRUE : null);
    switchTo(window);
  }

  public void switchTo(String window) {
    driver.switchTo().window(window);
  }

  public void closeWindow() {
    driver.close();
  }

  /** Moves the pointer to the middle of an element. */
  public void hover(String css) {
    new Actions(driver).scrollToElement(find(css)).moveToElement(find(css)).perform();
  }

  /**
   * Clicks somewhere in an element.
   *
   * @param part 0 is its left side, 1 its right side
   */
  public void click(String css, double part) {
    WebElement element = find(css);
    int fromMiddle = (int) ((part - 0.5) * element.getSize().getWidth());
    new Actions(driver)
        .scrollToElement(element)
        .moveToElement(element, fromMiddle, 0)
        .click()
        .perform();
  }

  /** Sends keys to the focused element. */
  public void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Opens the palette and types a text there. */
  public void palette(String text) {
    find("#main").sendKeys(Keys.chord(Keys.CONTROL, "k"));
    find(".palette");
    press(text);
  }

  /** Presses the tabulator until the control with this name has the focus. */
  public void tabTo(String name) {
    for (int i = 0; i < MAX_TABS; i++) {
      if (focused(name) != null) {
        return;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("the tabulator does not lead to " + name);
  }

  /** True when the control with this name has the focus, else null. */
  public Object focused(String name) {
    return run(
        """
        const { ariaLabel, textContent } = document.activeElement;
        return (ariaLabel ?? textContent.trim()) === arguments[0] ? true : null;
        """,
        name);
  }

  public Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /**
   * Asserts that the page fits, from a phone to a zoom of 200 % and a desktop screen, and that
   * axe-core finds no fault, in both colour schemes. Leaves a desktop screen in light mode.
   */
  public void looksGood(String name) {
    for (String scheme : List.of("light", "dark")) {
      for (int width : new int[] {320, 683, 1440}) {
        look(width, 900, scheme);
        screenshot(name + "-" + width + "-" + scheme);
        assertThat((Long) run("return document.documentElement.scrollWidth"))
            .as("%s at %d", name, width)
            .isLessThanOrEqualTo(width);
        if (width != 683) {
          assertThat(accessibilityFaults()).as("%s at %d, %s", name, width, scheme).isEmpty();
        }
      }
    }
    wide();
  }

  /** Returns the violations that axe-core finds on the page, a line each. */
  @SuppressWarnings("unchecked")
  public List<String> accessibilityFaults() {
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

  /**
   * Returns script errors and violations of the Content-Security-Policy, but no failed requests.
   */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !message.contains("Failed to load resource"))
        .toList();
  }

  /** Forgets the requests so far, and what the browser keeps of earlier pages. */
  public void forgetRequests() {
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    driver.manage().logs().get(LogType.PERFORMANCE);
  }

  /** Returns the addresses of the requests since then, of those that have no answer yet, too. */
  public List<String> requests() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> JsonPath.from(entry.getMessage()))
        .filter(event -> "Network.requestWillBeSent".equals(event.get("message.method")))
        .map(event -> event.getString("message.params.request.url"))
        .filter(address -> address.startsWith("http"))
        .toList();
  }

  /** Saves a screenshot below target/, for people to look at. */
  public void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
