/**
 * Programs of this machine, offered as operations because the configuration says so.
 *
 * <pre>
 * meanwhile.command.thumbnail.line       = convert -resize {width} -- - {format}:-
 * meanwhile.command.thumbnail.parameters = {"properties": {"width": {"type": "integer", "minimum": 1},
 *     "format": {"enum": ["png", "jpeg"], "default": "png"}}, "required": ["width"]}
 * </pre>
 *
 * <p>Optional, each under the same name: {@code title}, {@code description}, {@code takes} and
 * {@code yields} (media types with commas between), {@code file-required} (true), {@code file-name}
 * (of the output), {@code environment} (words {@code NAME=value}, quoted as the line is). A name
 * that is not known stops the start, as does a line that cannot be used.
 *
 * <h2>The line</h2>
 *
 * <p>Words with white space between. A part in {@code '…'} or {@code "…"} keeps its white space;
 * there are no escapes, so one kind of quotes is put in the other. {@code {name}} stands for a
 * parameter, which the schema's own {@code properties} must declare; {@code {{} and {@code }}}
 * stand for braces. The first word is the program, an absolute path or a name on the server's PATH,
 * and holds no parameter.
 *
 * <p>No shell ever sees the line: a value is one argument or part of one, whatever is in it. A word
 * that is only a parameter becomes as many arguments as an array has items. A word with an absent
 * (or null) parameter is left out.
 *
 * <p>A caller's value could still pass for an option of the program. So what begins with {@code -}
 * is refused where it would begin an argument, a negative number too, unless the line has the word
 * {@code --} before it: write {@code --} where the program knows it, or join the value to its
 * option ({@code --width={width}}). Where a program gives a meaning to other values (curl's {@code
 * @file}, a path with {@code ..}), a {@code pattern} in the schema keeps them out.
 *
 * <h2>The process</h2>
 *
 * <p>It runs in the run's scratch directory, which is also its HOME and TMPDIR; of the server's
 * environment it gets PATH alone. The job's file is its standard input, which is a file on disk and
 * not a pipe: a pipe that nobody reads would hold a thread for ever. For the same reason its output
 * is asked for what is there and never waited for, and a run costs no thread besides its own.
 *
 * <p>When it ends, or the job is cancelled, whatever it started is killed: its descendants as seen
 * by the operating system, and on Linux every process that has the run's mark in its environment,
 * which also finds those that detached themselves. <b>What cannot be caught</b>: a process that
 * runs as another user, and one that both detached itself within a second and got an environment
 * without the mark. When the whole server is killed, programs go on until they write to their closed
 * output.
 *
 * <p>There are no checkpoints: nobody can tell how far a program has come.
 *
 * <p>This room reads MicroProfile Config itself, as an author's own operation would.
 */
package org.meanwhile.builtin.command;
