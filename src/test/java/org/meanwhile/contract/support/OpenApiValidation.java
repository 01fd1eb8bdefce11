package org.meanwhile.contract.support;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import java.nio.file.Path;

/** Validates requests and answers against {@code openapi/openapi.yaml}. */
public final class OpenApiValidation {
  public static final Path DOCUMENT = Path.of("openapi", "openapi.yaml");

  /** Checks request and answer. */
  public static final OpenApiValidationFilter BOTH = filter(Level.ERROR);

  /** Checks the answer only: for requests that are invalid on purpose. */
  public static final OpenApiValidationFilter ANSWER = filter(Level.IGNORE);

  private OpenApiValidation() {}

  private static OpenApiValidationFilter filter(Level request) {
    LevelResolver levels =
        LevelResolver.create()
            .withLevel("validation.request", request)
            .withLevel("validation.request.path.missing", request)
            .build();
    return new OpenApiValidationFilter(
        OpenApiInteractionValidator.createForSpecificationUrl(DOCUMENT.toUri().toString())
            .withLevelResolver(levels)
            .withBasePathOverride("/")
            .build());
  }
}
