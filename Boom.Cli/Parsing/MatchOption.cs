using Boom.Core.Matching;
using Boom.Hosting;

namespace Boom.Cli.Parsing;

/// <summary>Options with a match document.</summary>
internal static class MatchOption
{
    /// <summary>The condition; null when there is none.</summary>
    /// <exception cref="ExitException">The text is none.</exception>
    public static MatchExpression? Read(string option, string? text)
    {
        try
        {
            return text is null ? null : MatchExpression.Parse(text);
        }
        catch (MatchException fault)
        {
            throw new ExitException(ExitCode.Usage, $"{option}: {fault.Message}");
        }
    }
}
