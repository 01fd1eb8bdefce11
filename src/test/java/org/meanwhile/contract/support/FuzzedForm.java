package org.meanwhile.contract.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** {@code multipart/form-data} with a job and a file, broken at random places. */
public final class FuzzedForm {
  public static final String BOUNDARY = "----fuzz";

  private static final List<String> DISPOSITIONS =
      List.of(
          "form-data; name=\"file\"; filename=\"a.txt\"",
          "form-data; name=\"file\"; filename=\"../../a\0b\"",
          "form-data; name=\"file\"; filename=\"=?utf-8?B?//8=?=\"",
          "form-data; name=\"file\"; filename=\"=?no-such?Q?=ZZ?=\"",
          "form-data; name=\"file\"; filename*=UTF-8''%zz%F0%28",
          "form-data; name=\"file\"; filename*=no'such'%41",
          "form-data; name=\"file\"; filename=\"" + "n".repeat(7000) + "\"",
          "form-data; name=\"file\"; filename=\"ÿ\u0080\u0001\"",
          "form-data; name=\"file\"",
          "form-data; name=file; filename=",
          "form-data; name=\"",
          "form-data",
          "attachment; name=\"file\"",
          ";;;",
          "form-data; name=\"other\"");

  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "text/plain",
          "text/plain; x=\0",
          "text/plain; charset=é",
          "*/*",
          "",
          "text",
          "application/octet-stream",
          "multipart/mixed; boundary=inner",
          "text/" + "x".repeat(300));

  private final FuzzedJson json;
  private final Random random;

  public FuzzedForm(FuzzedJson json, Random random) {
    this.json = json;
    this.random = random;
  }

  public byte[] body(Map<String, Object> schema) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (random.nextInt(10) == 0) {
      text("preamble\r\n", body);
    }
    int parts = random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      if (random.nextBoolean()) {
        part("form-data; name=\"job\"", "application/json", json.body(schema), body);
      } else {
        part(any(DISPOSITIONS), any(TYPES), "b\na\n".repeat(50).getBytes(ISO_8859_1), body);
      }
    }
    if (random.nextInt(8) != 0) {
      text("--" + BOUNDARY + "--\r\n", body);
    }
    byte[] whole = body.toByteArray();
    return random.nextInt(6) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 1)) : whole;
  }

  private void part(String disposition, String type, byte[] content, ByteArrayOutputStream body) {
    text("--" + BOUNDARY + (random.nextInt(15) == 0 ? "x" : "") + "\r\n", body);
    if (random.nextInt(15) != 0) {
      text("Content-Disposition: " + disposition + "\r\n", body);
    }
    text("Content-Type: " + type + "\r\n", body);
    if (random.nextInt(15) == 0) {
      text("X: " + "y".repeat(random.nextInt(20_000)) + "\r\n", body);
    }
    text(random.nextInt(15) == 0 ? "" : "\r\n", body);
    body.writeBytes(content);
    text("\r\n", body);
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static void text(String text, ByteArrayOutputStream to) {
    to.writeBytes(text.getBytes(ISO_8859_1));
  }
}
