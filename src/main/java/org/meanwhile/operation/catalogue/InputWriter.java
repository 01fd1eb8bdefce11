package org.meanwhile.operation.catalogue;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes inputs as the catalogue reads them. Safe for many threads. */
public final class InputWriter {
  /** By fields: methods of an input may be its constraints. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultVisibility(
              all ->
                  all.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
                      .withVisibility(PropertyAccessor.FIELD, Visibility.ANY))
          .changeDefaultPropertyInclusion(
              all ->
                  all.withValueInclusion(Include.NON_NULL).withContentInclusion(Include.NON_NULL))
          .addModule(new SimpleModule().addSerializer(new ConstantWriter()))
          .build();

  @SuppressWarnings("rawtypes")
  private static final class ConstantWriter extends StdSerializer<Enum> {
    ConstantWriter() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator to, SerializationContext context) {
      to.writeString(EnumShape.word(value));
    }
  }

  private InputWriter() {}

  /**
   * Writes the record of an input, or a map with its members. What is null is left out, on every
   * level.
   */
  public static JsonNode write(Object input) {
    return MAPPER.valueToTree(input);
  }
}
