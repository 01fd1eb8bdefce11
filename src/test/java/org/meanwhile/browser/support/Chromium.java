package org.meanwhile.browser.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Passes the one {@link Browser} of a class to its tests, or skips them with the reason. */
public final class Chromium implements ExecutionCondition, ParameterResolver {
  private static final Optional<Path> BROWSER = onPath("chromium");
  private static final Optional<Path> DRIVER = onPath("chromedriver");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return BROWSER.isPresent() && DRIVER.isPresent()
        ? ConditionEvaluationResult.enabled("there is a browser")
        : ConditionEvaluationResult.disabled(
            "no chromium and chromedriver here: apt-get install chromium chromium-driver");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            Browser.class,
            key -> new Browser(BROWSER.orElseThrow(), DRIVER.orElseThrow()),
            Browser.class);
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
