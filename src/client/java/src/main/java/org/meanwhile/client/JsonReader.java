package org.meanwhile.client;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A reader of one JSON text (RFC 8259). */
final class JsonReader {
  /** The server sends a few levels; thousands would overflow the stack. */
  private static final int MAX_DEPTH = 200;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  Object whole() {
    Object value = value();
    space();
    if (at < text.length()) {
      throw wrong();
    }
    return value;
  }

  private Object value() {
    space();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    enter();
    if (!ends('}')) {
      do {
        space();
        String name = string();
        space();
        expect(':');
        members.put(name, value());
      } while (goesOn('}'));
    }
    depth--;
    return Collections.unmodifiableMap(members);
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    enter();
    if (!ends(']')) {
      do {
        items.add(value());
      } while (goesOn(']'));
    }
    depth--;
    return Collections.unmodifiableList(items);
  }

  private void enter() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw wrong();
    }
  }

  private boolean ends(char end) {
    space();
    if (peek() != end) {
      return false;
    }
    at++;
    return true;
  }

  private boolean goesOn(char end) {
    if (ends(end)) {
      return false;
    }
    expect(',');
    return true;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      out.append(c == '\\' ? escaped() : c);
    }
    return out.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw wrong();
    };
  }

  private char hex() {
    if (at + 4 > text.length()) {
      throw wrong();
    }
    at += 4;
    return (char) Integer.parseInt(text, at - 4, at, 16);
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException noLong) {
      try {
        return new BigDecimal(digits);
      } catch (NumberFormatException noNumber) {
        throw wrong();
      }
    }
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong();
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char c) {
    if (next() != c) {
      throw wrong();
    }
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no JSON at character " + at);
  }
}
