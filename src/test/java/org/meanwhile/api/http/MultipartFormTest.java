package org.meanwhile.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the bodies here a vertical bar is a line end, and B the boundary. */
class MultipartFormTest {
  private static final String JOB = "--B|Content-Disposition: form-data; name=\"job\"||{}|";
  private static final String FILE = "--B|Content-Disposition: form-data; name=\"file\"||a|";

  private record Read(String name, Optional<String> fileName, String content) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        JOB + FILE + "--B--",
        JOB + FILE + "--B--|",
        JOB + FILE + "--B--\n",
        JOB + FILE + "--B-- \t|",
        JOB + FILE + "--B--|an epilogue, which says --B and -- B and|--C|",
        "|" + JOB + FILE + "--B--|",
        "||" + JOB + FILE + "--B--|",
        "--B \t|Content-Disposition: form-data; name=job||{}|" + FILE + "--B--|",
        "--B|content-disposition:FORM-DATA;NAME=job;||{}|" + FILE + "--B--|",
        "--B|Content-Disposition: form-data;|\tname=\"job\"||{}|" + FILE + "--B--|",
        "--B|X: y|Content-Disposition: form-data; name=job|Content-Transfer-Encoding: 8bit||{}|"
            + FILE
            + "--B--|",
      })
  void a_sound_body_is_read_whole(String body) throws IOException {
    assertThat(read(body))
        .extracting(Read::name, Read::content)
        .containsExactly(Tuple.tuple("job", "{}"), Tuple.tuple("file", "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "|",
        "--",
        "--B",
        "--B|",
        "no boundary at all",
        "a preamble|" + JOB + "--B--|",
        "-B|Content-Disposition: form-data; name=\"file\"||a|" + JOB + "--B--|",
        JOB,
        JOB + FILE,
        JOB + "--B",
        JOB + "--B-",
        JOB + "--B--\r",
        JOB + "--B--x",
        JOB + "--B-- x|",
        JOB + "--B-|" + FILE + "--B--|",
        JOB + "--Bx|" + FILE + "--B--|",
        JOB + "--B x|" + FILE + "--B--|",
        JOB + "--B\n" + FILE + "--B--|",
        JOB + "--B\r" + FILE + "--B--|",
        JOB + "--B|garbage|" + FILE + "--B--|",
        JOB + "--B||a|--B--|",
        JOB + "--B|" + FILE + "--B--|",
        JOB + "--B|Content-Disposition: form-data; name=\"file\"|a|--B--|",
        JOB + "--B|Content-Disposition: form-data; name=\"file\"|",
        JOB + "--B|Content-Disposition form-data; name=\"file\"||a|--B--|",
        JOB + "--B|Content-Disposition : form-data; name=\"file\"||a|--B--|",
        JOB + "--B|: form-data; name=\"file\"||a|--B--|",
        JOB + "--B| Content-Disposition: form-data; name=\"file\"||a|--B--|",
        JOB + "--B|Content-Disposition: form-data; name=\"file\"\n||a|--B--|",
        JOB + "--B|Content-Disposition: form-data; name=\"fi\0le\"||a|--B--|",
        JOB + "--B|Content-Disposition: form-data||a|--B--|",
        JOB + "--B|Content-Disposition: form-data; name=\"file||a|--B--|",
        JOB + "--B|Content-Disposition: form-data; name=job; name=file||a|--B--|",
        JOB + "--B|Content-Disposition: attachment; name=\"file\"||a|--B--|",
        JOB + "--B|Content-Disposition: form-dataX; name=\"file\"||a|--B--|",
        JOB + "--B|Content-Type: text/plain||a|--B--|",
        JOB + "--B|Content-Disposition: form-data; name=a|Content-Disposition: x||a|--B--|",
        JOB
            + "--B|Content-Disposition: form-data; name=a|content-type: x|Content-Type: y||a|--B--|",
        JOB
            + "--B|Content-Disposition: form-data; name=a|Content-Transfer-Encoding: base64||a|--B--|",
        JOB + "--B|Content-Disposition: form-data; name=a|Content-Type: Multipart/Mixed||a|--B--|",
        JOB + "--B--|" + FILE + "--B--|",
        JOB + FILE + "--B--|--B--|",
      })
  void whatever_a_part_could_get_lost_in_is_refused(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(MalformedMultipart.class);
    assertThatThrownBy(() -> read(body.replace("|", "\n"))).isInstanceOf(MalformedMultipart.class);
  }

  @Test
  void a_body_with_bare_line_feeds_is_refused() {
    assertThatThrownBy(() -> read((JOB + FILE + "--B--|").replace("|", "\n")))
        .isInstanceOf(MalformedMultipart.class);
  }

  @Test
  void a_header_and_an_epilogue_have_an_end() {
    String much = "x".repeat(70_000);

    assertThatThrownBy(() -> read("|".repeat(70_000) + JOB + "--B--"))
        .isInstanceOf(MalformedMultipart.class);
    assertThatThrownBy(() -> read(JOB + "--B--|" + much)).isInstanceOf(MalformedMultipart.class);
    assertThatThrownBy(() -> read("--B|X: " + much + JOB.substring(3) + "--B--"))
        .isInstanceOf(MalformedMultipart.class);
    assertThatThrownBy(() -> read("--B" + " ".repeat(70_000) + JOB.substring(3) + "--B--"))
        .isInstanceOf(MalformedMultipart.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "boundary=B, true",
        "boundary=\"B\", true",
        "charset=utf-8; BOUNDARY=B;, true",
        "boundary=C, false",
        "boundary=, false",
        "boundary=\"B\"; boundary=\"B\", false",
        "boundary=\"B, false",
        "boundary=\"B \", false",
        "boundary=b, false",
        "boundary=`BB`, false",
        "x=y, false",
      })
  void the_boundary_is_the_one_of_the_content_type(String parameters, boolean sound) {
    assertThat(
            ParameterizedField.read("multipart/form-data; " + parameters)
                .filter(type -> isSound(JOB + FILE + "--B--|", type))
                .isPresent())
        .isEqualTo(sound);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"----=_Part_1.2", "a b", "a/b:c?d", "'()+_,-./:=?", "-", "--", "x--", "70"})
  void a_boundary_has_any_character_that_it_may_have(String text) throws IOException {
    String boundary = text.equals("70") ? "7".repeat(70) : text;
    String body = (JOB + FILE + "--B--|").replace("--B", "--" + boundary);

    for (String quote : List.of("\"", "")) {
      ParameterizedField type =
          ParameterizedField.read("multipart/form-data; boundary=" + quote + boundary + quote)
              .orElseThrow();
      assertThat(read(body, type)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-dataX", "multipart/form", "text/plain", "multipart"})
  void another_media_type_is_another(String type) {
    assertThat(ParameterizedField.read(type + "; boundary=B").orElseThrow().value())
        .isNotEqualTo("multipart/form-data");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "filename=\"é.txt\", é.txt",
        "filename=a.txt, a.txt",
        "filename=\"a;b.txt\", a;b.txt",
        "filename=\"C:\\dir\\a.txt\", C:\\dir\\a.txt",
        "filename=\"e.txt\"; filename*=UTF-8''%C3%A9.txt, é.txt",
        "filename*=utf-8'de'%c3%a9%20.txt, é .txt",
        "filename*=iso-8859-1''%E9, é",
        "filename=\"e.txt\"; filename*=UTF-8''%zz, e.txt",
        "filename=\"e.txt\"; filename*=no'such'%41, e.txt",
      })
  void names_are_read_as_they_are_sent(String parameter, String name) throws IOException {
    String body = "--B|Content-Disposition: form-data; name=\"file\"; " + parameter + "||a|--B--";

    assertThat(read(body).get(0).fileName()).contains(name);
  }

  /** Line ends, hyphens and boundaries at every place of the buffer, in reads of any size. */
  @Property(tries = 300)
  void content_arrives_byte_for_byte(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 200_000) int length) throws IOException {
    Random random = new Random(seed);
    StringBuilder content = new StringBuilder();
    List<String> words =
        List.of("\r", "\n", "\r\n", "-", "\r\n-", "\r\n--", "--B", "B", "\0ÿ", "xyz");
    while (content.length() < length) {
      content.append(
          random.nextInt(20) == 0
              ? "x".repeat(random.nextInt(20_000))
              : words.get(random.nextInt(words.size())));
    }
    String file = content.toString().replace("\r\n--B", "\r\n--C");
    byte[] body =
        (FILE.replace("|", "\r\n").replace("a\r\n", "") + file + "\r\n--B--").getBytes(ISO_8859_1);

    assertThat(read(new Trickle(body, random), field("multipart/form-data; boundary=B")))
        .singleElement()
        .extracting(Read::content)
        .isEqualTo(file);
  }

  /** Whatever is broken in a body: it is refused, or its file is what was sent. */
  @Property(tries = 2000)
  void a_broken_body_is_refused_or_whole(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder body = new StringBuilder((JOB + FILE + "--B--|").replace("|", "\r\n"));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(Math.max(1, body.length()));
      switch (random.nextInt(3)) {
        case 0 -> body.delete(at, at + 1);
        case 1 -> body.insert(at, "\r\n-B: \0;x".charAt(random.nextInt(9)));
        default -> body.setLength(at);
      }
    }
    List<Read> parts;
    try {
      parts =
          read(
              new Trickle(body.toString().getBytes(ISO_8859_1), random),
              field("multipart/form-data; boundary=B"));
    } catch (IOException e) {
      assertThat(e).isInstanceOf(MalformedMultipart.class);
      return;
    }
    int found = 0;
    for (Read part : parts) {
      found += body.indexOf("\r\n\r\n" + part.content() + "\r\n--B") >= 0 ? 1 : 0;
    }
    assertThat(found).isEqualTo(parts.size());
    int end = body.indexOf("\r\n--B--");
    assertThat(fields(body.substring(0, Math.max(0, end))))
        .isEqualTo(parts.size() + parts.stream().mapToInt(part -> fields(part.content())).sum());
  }

  @Test
  void nothing_else_is_thrown_by_the_end_of_the_stream() {
    String body = (JOB + FILE + "--B--").replace("|", "\r\n");
    for (int length = 0; length < body.length(); length++) {
      String part = body.substring(0, length);
      assertThatThrownBy(() -> read(part)).as(part).isInstanceOf(MalformedMultipart.class);
    }
  }

  private static int fields(String text) {
    return text.split("name=\"", -1).length - 1;
  }

  private static ParameterizedField field(String text) {
    return ParameterizedField.read(text).orElseThrow();
  }

  private static boolean isSound(String body, ParameterizedField type) {
    try {
      return read(body, type).size() == 2;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Read> read(String body) throws IOException {
    return read(body, field("multipart/form-data; boundary=B"));
  }

  private static List<Read> read(String body, ParameterizedField type) throws IOException {
    byte[] bytes = body.replace("|", "\r\n").getBytes(UTF_8);
    return read(new ByteArrayInputStream(bytes), type);
  }

  private static List<Read> read(InputStream body, ParameterizedField type) throws IOException {
    MultipartForm form = new MultipartForm(body, type);
    List<Read> parts = new ArrayList<>();
    for (Optional<FormPart> part = form.next(); part.isPresent(); part = form.next()) {
      String content = new String(part.get().content().readAllBytes(), ISO_8859_1);
      parts.add(new Read(part.get().name(), part.get().fileName(), content));
    }
    return parts;
  }

  /** Gives a few bytes at a time, as a network does. */
  private static final class Trickle extends ByteArrayInputStream {
    private final Random random;

    Trickle(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] to, int from, int maxBytes) {
      return super.read(to, from, Math.min(maxBytes, 1 + random.nextInt(5000)));
    }
  }
}
