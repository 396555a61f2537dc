using Boom.Cli.Rendering;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Embedded;
using Boom.Embedded.Pipeline;
using Boom.Hosting;
using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Telemetry;

namespace Boom.Cli.Diagnosis;

/// <summary>Looks at the data folder: can it be written, is there room, who holds it, is its store sound.</summary>
internal static class FolderDiagnosis
{
    /// <summary>A store up to this size is read whole in some seconds.</summary>
    const long DeepBytes = 2_000_000_000;

    public static async Task<IReadOnlyList<Finding>> RunAsync(string folder, bool deep, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var existing = DiskDiagnosis.NearestExisting(folder);
        findings.Add(CheckWritable(folder, existing));
        findings.AddRange(CheckDisk(folder));
        if (!Directory.Exists(folder))
            return findings;
        if (findings[0].Status == FindingStatus.Ok)
            findings.Add(CheckLock(folder));
        findings.Add(await CheckStoreAsync(folder, deep, cancellationToken));
        if (findings[^1].Status != FindingStatus.Fail && await CheckRoomAsync(folder, cancellationToken) is { } room)
            findings.Add(room);
        return findings;
    }

    static Finding CheckWritable(string folder, string existing)
    {
        const string remedy = "let this user write there and see that there is room, or name another folder with --data";
        if (File.Exists(folder))
            return Finding.Fail("data folder", $"{folder} is a file", "name a folder with --data");
        try
        {
            var probe = Path.Combine(existing, $".boom-probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "probe");
            File.Delete(probe);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail("data folder", $"{existing} cannot be written ({fault.Message})", remedy);
        }

        return Finding.Ok("data folder", existing == folder ? $"{folder} can be written" : $"{folder} will be made by the first run");
    }

    static IEnumerable<Finding> CheckDisk(string folder)
    {
        try
        {
            var configuration = ProgramSettings.FromEnvironment();
            return [.. DiskDiagnosis.Run(folder, WrittenPlaces.Of(configuration, folder), ProgramSettings.ReadStorage(configuration).MinimumFree, DiskSpace.Look)];
        }
        catch (Exception fault) when (fault is ConfigurationFaultException or PermanentFaultException)
        {
            // Said with the options.
            return DiskDiagnosis.Run(folder, [], 0, DiskSpace.Look);
        }
    }

    static Finding CheckLock(string folder)
    {
        try
        {
            DataFolder.Open(folder).Dispose();
            return Finding.Ok("lock", "nobody holds the data folder");
        }
        catch (DataFolderException fault)
        {
            return Finding.Warn("lock", fault.Message, "only one run at a time can use a data folder; looking things up is always possible");
        }
    }

    static async Task<Finding?> CheckRoomAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(StoreSession.FileOf(folder)) || DiskSpace.Look(folder) is not { } disk)
            return null;
        try
        {
            using var store = StoreSession.OpenFolderForReading(folder);
            var alerts = 0L;
            foreach (var survey in SurveyCatalog.Default.Supported)
                alerts += (await store.Reader.CountAsync(survey, cancellationToken)).Alerts;
            var minimum = ProgramSettings.ReadStorage(ProgramSettings.FromEnvironment()).MinimumFree;
            return RoomDiagnosis.Look(disk.Free, minimum, store.SizeBytes, alerts, await store.Alerts.ReadLedgerAsync(topic: null, cancellationToken));
        }
        catch (Exception fault) when (fault is PermanentFaultException or TransientFaultException or ConfigurationFaultException)
        {
            // The store's own finding, or that of the options, tells it.
            return null;
        }
    }

    static async Task<Finding> CheckStoreAsync(string folder, bool deep, CancellationToken cancellationToken)
    {
        if (!File.Exists(StoreSession.FileOf(folder)))
            return Finding.Ok("store", "none yet; the first run makes it");
        try
        {
            using var store = StoreSession.OpenFolderForReading(folder);
            long alerts = 0, letters = 0;
            foreach (var survey in SurveyCatalog.Default.Supported)
            {
                var counts = await store.Reader.CountAsync(survey, cancellationToken);
                alerts += counts.Alerts;
                letters += counts.DeadLetters;
            }

            var isRead = deep || store.SizeBytes <= DeepBytes;
            if (isRead && store.FindDamage(cancellationToken) is { } damage)
                return Finding.Fail("store", $"damaged: {damage}", "take a backup, or play its nights again into another data folder");
            var detail = $"{DocumentText.Counted(alerts, "alert")}{(isRead ? ", read whole and sound" : "; --deep reads it whole")}";
            return letters == 0
                ? Finding.Ok("store", detail)
                : Finding.Warn("store", $"{detail}, {DocumentText.Counted(letters, "dead letter")}", "boom dead-letters list shows them");
        }
        catch (Exception fault) when (fault is PermanentFaultException or TransientFaultException)
        {
            return Finding.Fail("store", fault.Message, "see the message");
        }
    }
}
