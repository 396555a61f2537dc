using Boom.Core.Resilience;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace Boom.Storage.Mongo;

/// <summary>
/// Options of a connection string that cannot be used: those with which an alert could be lost or counted before it is safe, and those that the driver
/// would pass over without a word.
/// </summary>
static class ConnectionRules
{
    /// <summary>Certificates to trust, a PEM file; the driver for .NET does not read it, Boom does.</summary>
    public const string CaFileOption = "tlsCAFile";

    /// <summary>Throws for the first option that cannot be used.</summary>
    /// <exception cref="PermanentFaultException">The option; the message names key, value and remedy.</exception>
    public static void Check(ConnectionString text, MongoUrl url)
    {
        if (url.W is { } w && w.ToString() != WriteConcern.WMajority.W.ToString())
            throw Refused($"w={w}", "an alert that the majority of the servers does not have yet can be lost after it was counted: leave w out, or write w=majority");
        if (url.Journal == false)
            throw Refused("journal=false", "a power cut would take alerts that were counted: leave journal out");
        if (url.ReadPreference is { } preference && preference.ReadPreferenceMode != ReadPreferenceMode.Primary)
        {
            throw Refused(
                $"readPreference={preference.ReadPreferenceMode.ToString().ToLowerInvariant()}",
                "other servers than the primary answer with what was, and alerts would be written, counted and read by it: leave readPreference out");
        }

        if (url.ReadConcernLevel is { } level && level != ReadConcernLevel.Majority)
        {
            throw Refused(
                $"readConcernLevel={level.ToString().ToLowerInvariant()}",
                "Boom asks for what the majority has wherever it counts: leave readConcernLevel out");
        }

        if (text.AllOptionNames.Contains("timeoutMS", StringComparer.OrdinalIgnoreCase))
            throw Refused("timeoutMS", "it would cut off the building of indexes: leave it out, socketTimeoutMS limits the other calls");
        if (text.AllUnknownOptionNames.FirstOrDefault(name => !name.Equals(CaFileOption, StringComparison.OrdinalIgnoreCase)) is { } unknown)
            throw Refused($"the option {unknown}", Remedy(unknown));
    }

    static string Remedy(string name) => name.ToUpperInvariant() switch
    {
        "TLSALLOWINVALIDCERTIFICATES" or "TLSALLOWINVALIDHOSTNAMES" or "SSLALLOWINVALIDCERTIFICATES"
            => "this program does not know it: give the authority with AlertDb:CaFile or tlsCAFile, or write tlsInsecure=true to trust every server",
        "TLSCERTIFICATEKEYFILE" or "TLSCERTIFICATEKEYFILEPASSWORD"
            => "this program has no certificate of its own to show: sign in with user and password",
        _ => "this program does not know it: correct its name, or leave it out",
    };

    static PermanentFaultException Refused(string option, string why) => new($"{MongoStoreOptions.ConnectionKey} says {option}; {why}.");
}
