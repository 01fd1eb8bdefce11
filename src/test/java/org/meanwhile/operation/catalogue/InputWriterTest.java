package org.meanwhile.operation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.AssertTrue;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputWriterTest {
  enum Fit {
    COVER_ALL,
    CONTAIN
  }

  public record Size(int width, Integer height) {}

  public record Input(
      Size size,
      Fit fit,
      List<Fit> others,
      Duration within,
      Instant at,
      LocalDate day,
      URI source,
      BigDecimal factor,
      Map<String, String> names,
      String nothing) {

    @AssertTrue
    public boolean isConsistent() {
      return true;
    }

    public int getArea() {
      return 1;
    }
  }

  @Test
  void an_input_is_written_as_a_client_would_write_it() {
    Input input =
        new Input(
            new Size(400, null),
            Fit.COVER_ALL,
            List.of(Fit.CONTAIN),
            Duration.ofSeconds(90),
            Instant.parse("2026-11-30T12:00:00Z"),
            LocalDate.of(2026, 11, 30),
            URI.create("https://a.example/"),
            new BigDecimal("1.50"),
            Map.of("a", "b"),
            null);

    assertThat(InputWriter.write(input).toString())
        .isEqualTo(
            """
            {"size":{"width":400},"fit":"cover-all","others":["contain"],"within":"PT1M30S",\
            "at":"2026-11-30T12:00:00Z","day":"2026-11-30","source":"https://a.example/",\
            "factor":1.50,"names":{"a":"b"}}""");
  }
}
