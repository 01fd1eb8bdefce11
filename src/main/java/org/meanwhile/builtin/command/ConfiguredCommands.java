package org.meanwhile.builtin.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.meanwhile.builtin.ConfiguredEntry;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.OperationSource;

/**
 * Offers programs of this machine as operations, because the configuration says so.
 *
 * <pre>
 * meanwhile.command.thumbnail.line       = convert -resize {width} -- - {format}:-
 * meanwhile.command.thumbnail.parameters = {"properties": {"width": {"type": "integer", "minimum": 1},
 *     "format": {"enum": ["png", "jpeg"], "default": "png"}}, "required": ["width"]}
 * </pre>
 *
 * <p>Optional settings of each command are {@code title}, {@code description}, {@code takes} and
 * {@code yields} (media types, separated by commas), {@code file-required} (default true), {@code
 * file-name} (of the output) and {@code environment} (words {@code NAME=value}, quoted as in the
 * line). An unknown setting, or a line that cannot be used, stops the start.
 *
 * <p>Commands are found in property files and system properties. An environment variable can
 * override a value, but cannot add a command: its name does not distinguish dots from hyphens.
 *
 * <h2>The line</h2>
 *
 * <p>A line is a list of words, separated by white space. Quotes, {@code '…'} or {@code "…"}, keep
 * white space in a word; there are no escapes, so a quote of one kind is put in quotes of the other
 * kind. {@code {name}} stands for a parameter, which must be in the {@code properties} of the schema;
 * <code>&#123;&#123;</code> and <code>&#125;&#125;</code> stand for braces. The first word is the program: an absolute path or a
 * name on the server's PATH, without parameters.
 *
 * <p>No shell sees the line: a value is one argument or a part of one, for any content. A word that
 * is a single parameter becomes one argument for each item of an array. A word with an absent or null
 * parameter is left out.
 *
 * <h2>Options</h2>
 *
 * <p>A program could still take a caller's value for an option. So a value that begins with {@code
 * -}, a negative number too, is refused where it would begin an argument, unless the line has the
 * word {@code --} before it. Write {@code --} where the program knows it, or join the value to its
 * option ({@code --width={width}}). Where the program gives a meaning to other values (curl's {@code
 * @file}, a path with {@code ..}), exclude them by a {@code pattern} in the schema.
 */
@ApplicationScoped
public class ConfiguredCommands implements OperationSource {

  private static final String PREFIX = "meanwhile.command.";

  @Override
  public List<OfferedOperation> operations() {
    return Command.offered(ConfiguredEntry.below(ConfiguredCommands.class, PREFIX));
  }
}
