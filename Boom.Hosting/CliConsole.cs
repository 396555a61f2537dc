using System.Text;
using Boom.Core.Text;

namespace Boom.Hosting;

/// <summary>Where a command writes, and what the reader of it can show.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Complaints.</param>
/// <param name="Time">Clock.</param>
/// <param name="IsTerminal">A person watches: live tables are welcome.</param>
/// <param name="HasColour">Colours and symbols outside ASCII are welcome.</param>
public sealed record CliConsole(TextWriter Out, TextWriter Error, TimeProvider Time, bool IsTerminal, bool HasColour)
{
    /// <summary>The console of the process.</summary>
    public static CliConsole System()
    {
        var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        if (isTerminal)
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        // https://no-color.org: any value but the empty one turns colours off.
        var hasColour = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new CliConsole(Console.Out, Console.Error, TimeProvider.System, isTerminal, hasColour);
    }

    /// <summary>One line of result; what would steer the terminal is shown as an escape.</summary>
    public void WriteLine(string line = "") => Out.WriteLine(VisibleText.Of(line));

    /// <summary>One line on the error stream, escaped as well.</summary>
    public void Complain(string line) => Error.WriteLine(VisibleText.Of(line));
}
