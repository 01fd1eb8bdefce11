package org.meanwhile.operation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which members of an input nobody reads again. */
class ReadableInputTest {
  private static final String SECRET = "{'writeOnly':true}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'properties':{'b':S}}                               | {'a':1}",
        "{'properties':{'a':{'properties':{'c':S}}}}          | {'a':1,'b':2}",
        "{'patternProperties':{'^b':S}}                       | {'a':1}",
        "{'properties':{'a':{}},'additionalProperties':S}     | {}",
        "{'allOf':[{'properties':{'b':S}}]}                   | {'a':1}",
        "{'anyOf':[{},{'oneOf':[{'properties':{'b':S}}]}]}    | {'a':1}",
        "{'if':{},'then':{'properties':{'b':S}}}              | {'a':1}",
        "{'dependentSchemas':{'a':{'properties':{'b':S}}}}    | {'a':1}",
        "{'properties':{'b':{'$ref':'#/$defs/s'}},'$defs':{'s':S}} | {'a':1}",
        "{'properties':{'b':{'$ref':'#s'}},'$defs':{'x':{'$anchor':'s','writeOnly':true}}} | {'a':1}",
        "{'properties':{'b':{'$ref':'#/nowhere'}}}            | {'a':1}",
        "{'properties':{'b':{'$ref':'#'}}}                    | {'a':1,'b':2}",
        "{'properties':{'b':{'writeOnly':false}}}             | {'a':1,'b':2}",
        "{}                                                   | {'a':1,'b':2}",
      })
  void what_the_schema_marks_is_left_out(String schema, String shown) throws InvalidInput {
    assertThat(readable(schema, "{'a':1,'b':2}")).isEqualTo(Json.parse(json(shown)).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'properties':{'a':{'items':{'properties':{'b':S}}}}} | {'a':[{},{'c':3}]}",
        "{'properties':{'a':{'prefixItems':[{'properties':{'b':S}}]}}} | {'a':[{},{'c':3}]}",
        "{'properties':{'a':{'items':S}}}                      | {'a':[null,null]}",
        "{'properties':{'a':S}}                                | {}",
        "{'$defs':{'n':{'properties':{'b':S,'a':{'items':{'$ref':'#/$defs/n'}}}}},'$ref':'#/$defs/n'} | {'a':[{},{'c':3}]}",
      })
  void at_any_depth(String schema, String shown) throws InvalidInput {
    assertThat(readable(schema, "{'a':[{'b':1},{'b':2,'c':3}]}"))
        .isEqualTo(Json.parse(json(shown)).toString());
  }

  private static String readable(String schema, String input) throws InvalidInput {
    return ReadableInput.of(Json.parse(json(schema)), Json.parse(json(input))).toString();
  }

  private static String json(String text) {
    return text.replaceAll("(?<=[:\\[])S", SECRET).replace('\'', '"');
  }
}
