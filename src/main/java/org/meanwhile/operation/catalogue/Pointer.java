package org.meanwhile.operation.catalogue;

/** A place in an input: a JSON pointer (RFC 6901). */
record Pointer(String text) {

  static final Pointer ROOT = new Pointer("");

  Pointer member(String name) {
    return new Pointer(text + "/" + name.replace("~", "~0").replace("/", "~1"));
  }

  Pointer item(int index) {
    return new Pointer(text + "/" + index);
  }

  @Override
  public String toString() {
    return text;
  }
}
