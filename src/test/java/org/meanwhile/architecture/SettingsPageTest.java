package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.meanwhile.platform.SettingRow;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.SettingsGroup;

/**
 * The tables of the manual's page are made from the settings that the code declares. After a change
 * of a setting, {@code mvn test -Dtest=SettingsPageTest -Dsettings.write=true} writes them anew.
 */
class SettingsPageTest {
  private static final Path PAGE = Path.of("src", "site", "markdown", "settings.md");
  private static final Path DEFAULTS =
      Path.of("src", "main", "resources", "META-INF", "microprofile-config.properties");
  private static final String BEGIN = "<!-- settings:begin -->\n";
  private static final String END = "<!-- settings:end -->";

  @Test
  void the_page_has_the_tables_that_the_code_declares() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("settings.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + tables() + page.substring(end));
      return;
    }

    assertThat(page).contains(BEGIN, END);
    assertThat(page.substring(begin, end))
        .as("%s is not as the code says: run this test with -Dsettings.write=true", PAGE)
        .isEqualTo(tables());
  }

  @Test
  void each_name_stands_in_one_row_only() {
    assertThat(Settings.groups().stream().flatMap(group -> group.rows().stream()))
        .extracting(SettingRow::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void each_description_is_sentences_and_each_constraint_is_none() {
    assertThat(Settings.groups().stream().flatMap(group -> group.rows().stream()))
        .allSatisfy(
            row -> {
              assertThat(row.description()).as(row.name()).matches("(?s)[A-Z].*[.]");
              assertThat(row.constraint()).as(row.name()).isNotBlank().doesNotEndWith(".");
            });
  }

  @Test
  void settings_that_the_container_reads_have_the_defaults_of_its_property_file()
      throws IOException {
    Properties file = new Properties();
    try (var in = Files.newInputStream(DEFAULTS)) {
      file.load(in);
    }
    Map<String, String> expected = new TreeMap<>();
    file.forEach((name, value) -> expected.put((String) name, (String) value));
    expected.keySet().removeIf(name -> !name.startsWith("meanwhile."));

    Map<String, String> told =
        Settings.groups().stream()
            .flatMap(group -> group.rows().stream())
            .filter(row -> expected.containsKey(row.name()))
            .collect(Collectors.toMap(SettingRow::name, SettingRow::defaultText));

    assertThat(expected).isNotEmpty();
    assertThat(told).isEqualTo(expected);
  }

  private static String tables() {
    return Settings.groups().stream()
        .map(SettingsPageTest::table)
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  private static String table(SettingsGroup group) {
    return "### %s\n\n| name | default | value | effect |\n| --- | --- | --- | --- |\n"
            .formatted(group.title())
        + group.rows().stream().map(SettingsPageTest::line).collect(Collectors.joining());
  }

  private static String line(SettingRow row) {
    return List.of("`" + row.name() + "`", shownDefault(row), row.constraint(), row.description())
        .stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String shownDefault(SettingRow row) {
    if (row.defaultText().isEmpty()) {
      return "none";
    }
    String text = "`" + row.defaultText() + "`";
    return row.name().endsWith("max-bytes")
        ? text + " (" + binary(Long.parseLong(row.defaultText())) + ")"
        : text;
  }

  /** A number of bytes in the largest unit that divides it. */
  private static String binary(long bytes) {
    List<String> units = List.of("bytes", "KiB", "MiB", "GiB", "TiB");
    long amount = bytes;
    int unit = 0;
    while (unit < units.size() - 1 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + " " + units.get(unit);
  }
}
