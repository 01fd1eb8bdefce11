package org.meanwhile.api.request;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.meanwhile.api.json.Json;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import tools.jackson.databind.JsonNode;

/** The requests for the members of a group, which can be read again and again. */
interface MemberSource extends Iterable<MemberSource.Entry> {

  /**
   * One of them.
   *
   * @param json its request; read when it is asked for
   */
  record Entry(Place place, Supplier<JsonNode> json) {}

  /** Where a request stands, so that what is wrong with it can be found. */
  interface Place {
    /** A violation of the request, as one of the whole group. */
    Violation of(Violation violation);
  }

  /** Of the input's own array. */
  static MemberSource inline(JsonNode jobs) {
    return () ->
        new Iterator<>() {
          private int index;

          @Override
          public boolean hasNext() {
            return index < jobs.size();
          }

          @Override
          public Entry next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            JsonNode job = jobs.get(index);
            String at = Pointer.ROOT.member("input").member("jobs").item(index).text();
            index++;
            return new Entry(v -> new Violation(at + v.pointer(), v.detail()), () -> job);
          }
        };
  }

  /** Of a file with a request in each line. */
  static MemberSource lines(Supplier<InputStream> file, Json json) {
    return () ->
        new Iterator<>() {
          private final NdjsonLines lines = new NdjsonLines(file.get(), json.maxBytes());
          private Optional<byte[]> line = read();

          private Optional<byte[]> read() {
            try {
              return lines.next();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public boolean hasNext() {
            return line.isPresent();
          }

          @Override
          public Entry next() {
            byte[] text = line.orElseThrow(NoSuchElementException::new);
            String at = "line " + lines.number();
            line = read();
            return new Entry(
                v ->
                    new Violation(
                        at, v.pointer().isEmpty() ? v.detail() : v.pointer() + " " + v.detail()),
                () -> parse(text, json));
          }
        };
  }

  private static JsonNode parse(byte[] text, Json json) {
    try {
      return json.read(new ByteArrayInputStream(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
