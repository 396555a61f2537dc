namespace Boom.Hosting;

/// <summary>What a program or command tells the shell.</summary>
public enum ExitCode
{
    /// <summary>Done; a program: stopped as asked.</summary>
    Done = 0,

    /// <summary>Done, and the answer is bad news: not found, not balanced, not readable in part. A program: a worker ended by a fault that nobody has foreseen.</summary>
    BadNews = 1,

    /// <summary>The command line or the configuration is wrong.</summary>
    Usage = 2,

    /// <summary>A server, port, file or folder is missing or cannot be used. A program that has worked before stays, and says so.</summary>
    Missing = 3,
}
