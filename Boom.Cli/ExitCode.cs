namespace Boom.Cli;

/// <summary>What a command tells the shell.</summary>
public enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>Done, and the answer is bad news: not found, not balanced, not readable in part.</summary>
    BadNews = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>A server, file or folder is missing or cannot be used.</summary>
    Missing = 3,
}
