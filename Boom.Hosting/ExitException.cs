namespace Boom.Hosting;

/// <summary>Ends a program or command with one sentence for the user.</summary>
/// <param name="exitCode">What the shell is told.</param>
/// <param name="message">The sentence: what is wrong and how to mend it.</param>
/// <param name="innerException">Cause, shown with <c>--verbose</c>.</param>
public sealed class ExitException(ExitCode exitCode, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What the shell is told.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}
