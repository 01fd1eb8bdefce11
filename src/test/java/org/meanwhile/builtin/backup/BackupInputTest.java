package org.meanwhile.builtin.backup;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorFactory;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meanwhile.builtin.FakeConfig;

class BackupInputTest {

  @Test
  void a_source_that_is_not_configured_is_refused() {
    assertThat(violations(new Backup.Input("other", null, null)))
        .containsExactly("source is not a source that the configuration allows");
    assertThat(violations(new Backup.Input("docs", null, null))).isEmpty();
  }

  @Test
  void a_bad_glob_is_refused_with_its_position_and_the_reason() {
    assertThat(violations(new Backup.Input("docs", List.of("a", "[b"), List.of("/c"))))
        .containsExactlyInAnyOrder(
            "include[1].<list element> has a [ without its ]",
            "exclude[0].<list element> must be relative to the root of the tree, without a leading /");
  }

  @Test
  void too_many_globs_are_refused() {
    assertThat(violations(new Backup.Input("docs", Collections.nCopies(100, "a"), null))).isEmpty();
    assertThat(violations(new Backup.Input("docs", Collections.nCopies(101, "a"), null)))
        .hasSize(1);
  }

  @Test
  void sources_come_from_properties_and_from_the_environment() {
    FakeConfig config =
        new FakeConfig(
            Map.of(
                "meanwhile.backup.sources.docs", "/srv/docs",
                "MEANWHILE_BACKUP_SOURCES_MY_DOCS", "/srv/my"));
    assertThat(BackupSources.in(config))
        .containsOnly(
            Map.entry("docs", Path.of("/srv/docs")), Map.entry("my-docs", Path.of("/srv/my")));
  }

  private static Set<String> violations(Backup.Input input) {
    try (ValidatorFactory factory =
        Validation.byDefaultProvider()
            .configure()
            .constraintValidatorFactory(new ValidatorsThatKnowDocs())
            .buildValidatorFactory()) {
      return factory.getValidator().validate(input).stream()
          .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
          .collect(Collectors.toSet());
    }
  }

  /** Creates validators as the server does, but with the source docs instead of a configuration. */
  private static final class ValidatorsThatKnowDocs implements ConstraintValidatorFactory {
    private final ConstraintValidatorFactory delegate =
        Validation.byDefaultProvider().configure().getDefaultConstraintValidatorFactory();

    @Override
    public <T extends ConstraintValidator<?, ?>> T getInstance(Class<T> type) {
      if (type == KnownSource.Validator.class) {
        return type.cast(new KnownSource.Validator(() -> Set.of("docs")));
      }
      return delegate.getInstance(type);
    }

    @Override
    public void releaseInstance(ConstraintValidator<?, ?> instance) {}
  }
}
