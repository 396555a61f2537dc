namespace Boom.Hosting;

/// <summary>Exit codes of the programs.</summary>
public static class ProgramExit
{
    /// <summary>Stopped as asked.</summary>
    public const int Done = 0;

    /// <summary>A worker ended by a fault that nobody has foreseen.</summary>
    public const int WorkerFailed = 1;

    /// <summary>The configuration is wrong.</summary>
    public const int WrongConfiguration = 2;

    /// <summary>A port, file or server cannot be used from the start on; once it has worked, the program stays, and says so.</summary>
    public const int Missing = 3;
}
