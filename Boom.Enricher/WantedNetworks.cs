using Boom.Core.Surveys;
using Boom.Inference;

namespace Boom.Enricher;

/// <summary>Which networks an alert is to be scored by, before any has run: a bit for each, in their order.</summary>
/// <param name="Wanted">Those whose policy holds.</param>
/// <param name="Later">Those whose policy asks for scores of others, which are not known yet.</param>
readonly record struct WantedNetworks(ulong Wanted, ulong Later)
{
    /// <summary>More networks have no bit.</summary>
    public const int Most = 64;

    /// <summary>Asks the policies.</summary>
    public static WantedNetworks Of(IReadOnlyList<ScheduledNetwork> networks, in AlertToEnrich alert, in AlertFindings findings)
    {
        ulong wanted = 0, later = 0;
        for (var i = 0; i < networks.Count; i++)
        {
            if (networks[i].AsksForScores)
                later |= 1UL << i;
            else if (networks[i].Policy.Wants(alert.Document.Span, findings.Fields.Span))
                wanted |= 1UL << i;
        }

        return new WantedNetworks(wanted, later);
    }

    /// <summary>Whether a network is wanted.</summary>
    public bool IsWanted(int network) => (Wanted & (1UL << network)) != 0;

    /// <summary>Whether it turns out later.</summary>
    public bool IsLater(int network) => (Later & (1UL << network)) != 0;
}
