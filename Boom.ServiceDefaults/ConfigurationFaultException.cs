namespace Boom.ServiceDefaults;

/// <summary>The program cannot start as it is configured. The message names the key, the value unless it is a secret, and the remedy.</summary>
public sealed class ConfigurationFaultException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Throws when there are problems, a line each.</summary>
    public static void ThrowIfAny(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
            throw new ConfigurationFaultException(string.Join(Environment.NewLine, problems));
    }
}
