using System.ComponentModel.DataAnnotations;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.Embedded.Readers;

/// <summary>
/// Who may read the streams of the embedded broker by signing in, section <c>Readers</c>: one user, on a port of its own. Nobody, unless a user is named.
/// </summary>
public sealed class ReadersOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Readers";

    /// <summary>The port on the loopback address, 0 for any; default 9093, where public clients look for a local broker.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 9093;

    /// <summary>User; default empty: nobody signs in.</summary>
    public string Username { get; set; } = "";

    /// <summary>Password; a secret, never shown.</summary>
    public string Password { get; set; } = "";

    /// <summary>Whether a user is named.</summary>
    public bool HasUser => Username.Length > 0;

    /// <summary>Reads the section.</summary>
    /// <exception cref="ConfigurationFaultException">A key is unknown or a value wrong: all of these are named.</exception>
    public static ReadersOptions Read(IConfiguration configuration)
    {
        var options = new ReadersOptions();
        ConfigurationFaultException.ThrowIfAny([.. OptionsSection.Bind(configuration, Section, options), .. options.FindProblems()]);
        return options;
    }

    /// <summary>What is wrong, a sentence each.</summary>
    public static IReadOnlyList<string> Check(IConfiguration configuration)
    {
        var options = new ReadersOptions();
        return [.. OptionsSection.Bind(configuration, Section, options), .. options.FindProblems()];
    }

    // What clients do to other letters before they prove that they know the password is not the same in all of them.
    IEnumerable<string> FindProblems()
    {
        if (Username.Length == 0 != (Password.Length == 0))
            yield return $"{Section}:{(Username.Length == 0 ? nameof(Username) : nameof(Password))} is missing; give user and password, or neither.";
        if (!Username.All(letter => letter is > ' ' and <= '~' and not (',' or '=')))
            yield return $"{Section}:{nameof(Username)} is {Username}; give ASCII letters, digits and signs other than comma and equals sign.";
        if (!Password.All(letter => letter is >= ' ' and <= '~'))
            yield return $"{Section}:{nameof(Password)} has letters other than those of ASCII; give one without them.";
    }
}
