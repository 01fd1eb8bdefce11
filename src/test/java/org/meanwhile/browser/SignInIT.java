package org.meanwhile.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.browser.support.Browser;
import org.meanwhile.browser.support.Chromium;
import org.meanwhile.browser.support.Issuer;
import org.meanwhile.contract.support.PrefixProxy;
import org.meanwhile.contract.support.Server;
import org.openqa.selenium.Keys;

/**
 * Sign-in in the console at an issuer, by the authorization code with PKCE. The server stands below
 * a context root, and browsers see it below another path.
 */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(Chromium.class)
class SignInIT {
  private static final String SESSION = "meanwhile.sign-in.session";

  private static Issuer issuer;
  private static PrefixProxy proxy;
  private static Server server;

  private final Browser browser;
  private String window;

  SignInIT(Browser browser) {
    this.browser = browser;
  }

  @BeforeAll
  static void start() {
    proxy = new PrefixProxy("/public/jobs/");
    issuer = new Issuer().sendsBackTo(proxy.uri());
    server =
        new Server("sign-in")
            .at("/work")
            .with("meanwhile.url", proxy.uri())
            .with("meanwhile.security.mode", "jwt")
            .with("meanwhile.security.oidc.client-id", Issuer.CLIENT)
            .with("meanwhile.operations", "simulate")
            .with("mp.jwt.verify.issuer", issuer.uri())
            .with("mp.jwt.verify.audiences", Issuer.AUDIENCE)
            .with("mp.jwt.verify.publickey.location", issuer.uri() + "/keys")
            .start();
    proxy.to(server.uri().resolve("/work/"));
  }

  @AfterAll
  static void stop() {
    server.close();
    proxy.close();
    issuer.close();
  }

  @BeforeEach
  void nobody_is_signed_in() {
    issuer.reset();
    browser.open(proxy.uri(), "public/jobs/assets/icon.svg");
    browser.run("sessionStorage.clear()");
    window = browser.window();
  }

  @AfterEach
  void no_script_failed_and_the_policy_refused_nothing() {
    assertThat(browser.complaints()).isEmpty();
    browser.open(proxy.uri(), "public/jobs/assets/icon.svg");
    browser.run("sessionStorage.clear()");
  }

  @Test
  void somebody_signs_in_at_the_issuer_and_comes_back_to_the_page_that_was_open() {
    open("#/jobs?label=of:nobody");
    browser.awaitText("dialog", issuer.uri().getAuthority());
    browser.looksGood("sign-in");
    // The button has the focus.
    browser.press(Keys.ENTER);

    atTheIssuer("alice");

    browser.awaitText(".account", "alice");
    browser.awaitText(".empty", "No job is like that");
    assertThat(browser.address()).isEqualTo(proxy.uri() + "#/jobs?label=of:nobody");
    assertThat(issuer.answers()).containsExactly("authorization_code ok");
    browser.reload();
    browser.awaitText(".account", "alice");
    assertThat(browser.run("return localStorage.length + document.cookie.length")).isEqualTo(0L);
    // Nor is the code in the history: one step back is the issuer.
    browser.run("history.back()");
    browser.awaitText("h1", "The issuer");
  }

  @Test
  void signing_out_ends_the_session_at_the_issuer_too() {
    signIn("bob");

    browser.named("Sign out").click();

    browser.awaitText("dialog", "This server asks who you are");
    assertThat(issuer.sessionsEnded()).containsExactly("bob");
    assertThat(browser.address()).startsWith(proxy.uri().toString());
    assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
  }

  @Test
  void who_refuses_at_the_issuer_is_told_so_and_may_try_again() {
    open("#/jobs");
    begin();
    browser.find("#no").click();

    browser.awaitText("dialog", "You are not signed in");
    browser.awaitText("dialog", "not today");
    browser.screenshot("sign-in-refused");
    assertThat(browser.accessibilityFaults()).isEmpty();
    assertThat(browser.address()).doesNotContain("error=").doesNotContain("state=");
    begin();
    atTheIssuer("carol");
    browser.awaitText(".account", "carol");
  }

  @Test
  void an_answer_with_another_state_is_not_used() {
    open("#/jobs");
    begin();
    browser.find("[name=name]").sendKeys("mallory");
    browser.run("document.querySelector('[name=state]').value = 'x'.repeat(43)");
    browser.find("#yes").click();

    browser.awaitText("dialog", "was not begun here");
    assertThat(browser.address()).doesNotContain("code=");
    assertThat(issuer.answers()).isEmpty();
    assertThat(browser.run("return sessionStorage.getItem('meanwhile.token')")).isNull();
  }

  @Test
  void words_of_a_stranger_in_the_address_are_not_shown() {
    open("?error=access_denied&error_description=Call+0900&state=" + "y".repeat(43));

    browser.awaitText("dialog", "was not begun here");
    assertThat(browser.find("body").getText()).doesNotContain("0900");
  }

  @Test
  void a_code_that_another_verifier_belongs_to_is_refused_by_the_issuer() {
    open("#/jobs");
    begin();
    browser.find("[name=name]").sendKeys("dora");
    String answer = browser.address();
    // Another sign-in of the same tab: its verifier is not that of the first one's challenge.
    open("#/jobs");
    begin();
    Object state = browser.run("return document.querySelector('[name=state]').value");
    browser.open(issuer.uri(), answer.substring(issuer.uri().toString().length() + 1));
    browser.find("[name=name]").sendKeys("dora");
    browser.run("document.querySelector('[name=state]').value = arguments[0]", state);
    browser.find("#yes").click();

    browser.awaitText("dialog", "the grant is not valid");
    assertThat(issuer.answers()).containsExactly("authorization_code invalid_grant");
  }

  @Test
  void an_identity_token_of_another_sign_in_is_not_taken() {
    issuer.replayNonce("of-yesterday");
    open("#/jobs");
    begin();
    atTheIssuer("erin");

    browser.awaitText("dialog", "is not the one to this sign-in");
    assertThat(browser.run("return sessionStorage.getItem('meanwhile.token')")).isNull();
  }

  @Test
  void a_token_for_another_audience_is_told_in_plain_words() {
    issuer.giveFor("payroll");
    open("#/jobs");
    begin();
    atTheIssuer("frank");

    browser.awaitText("dialog", "gave a token for payroll, but this server takes only those for");
    browser.screenshot("sign-in-wrong-audience");
  }

  @Test
  void a_token_is_renewed_before_its_end_while_the_page_goes_on() {
    issuer.lives(Duration.ofSeconds(10), true);
    signIn("grace");
    browser.awaitText(".empty", "No job");
    browser.run("document.querySelector('main').firstElementChild.dataset.before = 'true'");

    Awaitility.await().until(() -> issuer.answers().contains("refresh_token ok"));

    issuer.lives(Duration.ofHours(1), true);
    Awaitility.await()
        .until(() -> issuer.answers().stream().filter("refresh_token ok"::equals).count() > 1);
    assertThat(browser.all("main [data-before]")).hasSize(1);
    browser.reload();
    browser.awaitText(".account", "grace");
    assertThat(browser.all("dialog")).isEmpty();
  }

  /** As after the sleep of a computer: the timer comes too late. */
  @Test
  void a_token_that_is_over_already_is_renewed_when_the_server_refuses_it() {
    issuer.lives(Duration.ofHours(1), true);
    signIn("heidi");
    endsIn(-1);
    browser.run("sessionStorage.setItem('meanwhile.token', 'over')");
    browser.run("location.hash = '#/failures'");

    browser.awaitText(".lead", "Nothing has failed");
    assertThat(browser.all("dialog")).isEmpty();
    assertThat(issuer.answers()).endsWith("refresh_token ok");
  }

  @Test
  void without_a_refresh_token_somebody_signs_in_again_before_the_end_and_the_page_goes_on() {
    signIn("ivan");
    endsIn(60);
    browser.reload();
    browser.awaitText(".account", "Sign-in ends in");
    browser.awaitText(".empty", "No job");
    browser.looksGood("sign-in-ends");
    browser.run("document.querySelector('main').firstElementChild.dataset.before = 'true'");

    browser.named("Sign in again").click();
    browser.awaitText("dialog", "this page stays as it is");
    signInBeside("ivan");

    browser.awaitCount("dialog", 0);
    browser.awaitCount(".account .ends", 0);
    assertThat(browser.all("main [data-before]")).hasSize(1);
  }

  @Test
  void a_form_stays_as_it_is_while_somebody_signs_in_anew() {
    issuer.lives(Duration.ofHours(1), true);
    signIn("judy");
    browser.run("location.hash = '#/start/simulate'");
    browser.field("Steps").sendKeys("7");
    endsIn(-1);
    issuer.revoke();
    browser.run("sessionStorage.setItem('meanwhile.token', 'over')");
    browser.named("Start the job").click();

    browser.awaitText("dialog", "Your sign-in is over");
    browser.screenshot("sign-in-over");
    signInBeside("judy");

    browser.awaitText("form.start .note", "The form is as you left it");
    assertThat(browser.field("Steps").getDomProperty("value")).isEqualTo("7");
    browser.named("Start the job").click();
    browser.awaitText(".status", "Succeeded");
    assertThat(issuer.answers())
        .containsExactly(
            "authorization_code ok", "refresh_token invalid_grant", "authorization_code ok");
  }

  @Test
  void a_token_of_ones_own_still_serves() {
    signIn("kim");
    Object token = browser.run("return sessionStorage.getItem('meanwhile.token')");
    browser.run("sessionStorage.clear()");
    open("#/jobs");
    browser.named("Use a token instead").click();
    browser.find("dialog input").sendKeys(token.toString(), Keys.ENTER);

    browser.awaitText(".account", "kim");
    browser.named("Sign out").click();
    browser.awaitText("dialog", "This server asks who you are");
    assertThat(issuer.sessionsEnded()).isEmpty();
  }

  /** The issuer would send the browser to the public address, where nothing was begun. */
  @Test
  void past_the_proxy_the_dialog_leads_to_the_public_address() {
    browser.open(server.uri(), "work/#/failures");

    browser.named("Sign in at " + proxy.uri()).click();
    begin();
    atTheIssuer("leo");

    browser.awaitText(".account", "leo");
    assertThat(browser.address()).isEqualTo(proxy.uri() + "#/failures");
  }

  private void open(String page) {
    URI root = proxy.uri();
    browser.open(root, root.getPath().substring(1) + page);
  }

  private void begin() {
    browser.named("Sign in at " + issuer.uri().getAuthority()).click();
    browser.awaitText("h1", "The issuer");
  }

  private void atTheIssuer(String name) {
    browser.find("[name=name]").sendKeys(name);
    browser.find("#yes").click();
  }

  private void signIn(String name) {
    open("#/jobs?label=of:nobody");
    begin();
    atTheIssuer(name);
    browser.awaitText(".account", name);
  }

  private void signInBeside(String name) {
    browser.named("Sign in at " + issuer.uri().getAuthority()).click();
    browser.switchToOther(window);
    atTheIssuer(name);
    browser.awaitAlone(window);
  }

  /** Lets the console take the token for one that ends then; the server knows better. */
  private void endsIn(int seconds) {
    browser.run(
        """
        const session = JSON.parse(sessionStorage.getItem(arguments[0]));
        session.endsAt = Date.now() + 1000 * arguments[1];
        session.startsAt = Date.now() - 3600000;
        sessionStorage.setItem(arguments[0], JSON.stringify(session));
        """,
        SESSION,
        seconds);
  }
}
