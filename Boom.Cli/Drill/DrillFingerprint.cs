using System.IO.Hashing;
using Boom.Core.Alerts;

namespace Boom.Cli.Drill;

/// <summary>All documents of a night in one number: when a byte of one changes, it does.</summary>
internal static class DrillFingerprint
{
    const int BatchSize = 200;

    /// <summary>Reads alerts, objects and cutouts of a night.</summary>
    public static async Task<UInt128> ReadAsync(DrillNight night, DrillStore store, CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        foreach (var packets in night.Night.Packets().Chunk(BatchSize))
        {
            var alerts = await store.Alerts.ReadAlertsAsync(Survey.Ztf, [.. packets.Select(packet => packet.Candid)], cancellationToken);
            var objects = await store.Alerts.ReadObjectsAsync(
                Survey.Ztf, [.. packets.Select(packet => packet.Truth().ObjectId).Distinct()], cancellationToken);
            foreach (var (_, document) in alerts.OrderBy(pair => pair.Key))
                hash.Append(document);
            foreach (var (_, document) in objects.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                hash.Append(document);
            foreach (var packet in packets)
                hash.Append(await store.Reader.ReadCutoutsAsync(Survey.Ztf, packet.Candid, cancellationToken) ?? []);
        }

        return hash.GetCurrentHashAsUInt128();
    }
}
