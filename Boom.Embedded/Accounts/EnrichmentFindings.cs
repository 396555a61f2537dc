using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Enricher;

namespace Boom.Embedded.Accounts;

/// <summary>Whether every alert that is stored on servers is enriched, or on its way to an enricher.</summary>
public static class EnrichmentFindings
{
    /// <summary>A sentence for each survey with alerts that no enricher comes upon; one when the queues cannot be looked at.</summary>
    /// <param name="servers">Name queue server and store.</param>
    /// <param name="store">The alerts.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(ServerSettings servers, IAlertStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await using var queues = await ServerQueues.ConnectAsync(servers, time);
            var findings = new List<string>();
            foreach (var survey in SurveyCatalog.Default.Supported)
            {
                var lost = await new UnenrichedAlerts(survey, queues.Enrichment(survey), store, time).CountLostAsync(cancellationToken);
                if (lost > 0)
                {
                    findings.Add(
                        $"{survey.ToUpperName()}: {TotalAccount.Count(lost)} {(lost == 1 ? "alert is" : "alerts are")} stored, not enriched, and not in the "
                        + "enrichment queue: enrichers look for them now and then (Enricher:SweepInterval), 'boom audit --repair' forwards them at once.");
                }
            }

            return findings;
        }
        catch (Exception fault) when (fault is StackException or TransientFaultException or PermanentFaultException)
        {
            return [$"Whether every alert is on its way to the enricher was not looked at. {fault.Message}"];
        }
    }
}
