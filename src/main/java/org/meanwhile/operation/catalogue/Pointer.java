package org.meanwhile.operation.catalogue;

/** A place in a JSON document: a JSON pointer (RFC 6901). */
public record Pointer(String text) {

  /** The whole document. */
  public static final Pointer ROOT = new Pointer("");

  /** A member of this object; its name is escaped (section 3). */
  public Pointer member(String name) {
    return new Pointer(text + "/" + name.replace("~", "~0").replace("/", "~1"));
  }

  public Pointer item(int index) {
    return new Pointer(text + "/" + index);
  }

  @Override
  public String toString() {
    return text;
  }
}
