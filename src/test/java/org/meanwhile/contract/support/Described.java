package org.meanwhile.contract.support;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import java.nio.file.Path;

/** Holds what is sent and what is answered against {@code openapi/openapi.yaml}. */
public final class Described {
  public static final Path DOCUMENT = Path.of("openapi", "openapi.yaml");

  /** For requests as they should be: both sides are checked. */
  public static final OpenApiValidationFilter BOTH = filter(Level.ERROR);

  /** For requests that are wrong on purpose: the answer must be a described one all the same. */
  public static final OpenApiValidationFilter ANSWER = filter(Level.IGNORE);

  private Described() {}

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
