using System.Globalization;

namespace Boom.Lab.Bench.Visits;

/// <summary>Keeps count of what is released and what is stored.</summary>
internal sealed class VisitWatch(VisitOptions options, TimeProvider time)
{
    readonly List<(TimeSpan At, long Backlog, TimeSpan? Stored)> _visits = [];
    readonly long _began = time.GetTimestamp();
    long _stored;
    long _moved = time.GetTimestamp();
    long _peakResident;
    long _peakOwn;

    TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>The visit whose time has come; null when none has.</summary>
    public int? Due => _visits.Count < options.Visits && Now >= options.Cadence * _visits.Count ? _visits.Count : null;

    /// <summary>Whether all is stored, or nothing more has been for so long.</summary>
    public bool IsDone(TimeSpan patience) =>
        _visits.Count == options.Visits && (_stored >= (long)options.Visits * options.Alerts || time.GetElapsedTime(_moved) > patience);

    /// <summary>The next visit has been released.</summary>
    public void Released()
    {
        _visits.Add((Now, 0, null));
        _moved = time.GetTimestamp();
    }

    /// <summary>What is seen now.</summary>
    public void Note(long stored, long residentBytes, long ownBytes)
    {
        if (stored > _stored)
            _moved = time.GetTimestamp();
        _stored = stored;
        (_peakResident, _peakOwn) = (Math.Max(_peakResident, residentBytes), Math.Max(_peakOwn, ownBytes));
        for (var i = 0; i < _visits.Count; i++)
        {
            var (at, backlog, done) = _visits[i];
            if (i == _visits.Count - 1)
                backlog = Math.Max(backlog, ((long)_visits.Count * options.Alerts) - stored);
            _visits[i] = (at, backlog, done ?? (stored >= (long)(i + 1) * options.Alerts ? Now - at : null));
        }
    }

    /// <summary>All that was seen, and what the ledger says in the end.</summary>
    public VisitFigures ToFigures((long Accounted, long DeadLettered) ledger, TimeSpan cpu) => new(
        options, [.. _visits.Select(visit => new VisitCourse(visit.At, visit.Backlog, visit.Stored))], (long)options.Visits * options.Alerts, ledger.Accounted,
        ledger.DeadLettered, _peakResident, _peakOwn, cpu, Now);

    /// <summary>Memory of a process that is not a file's (<c>RssAnon</c> and <c>RssShmem</c>), bytes; 0 where the system does not tell.</summary>
    public static long OwnBytesOf(int processId)
    {
        var file = FormattableString.Invariant($"/proc/{processId}/status");
        return !File.Exists(file) ? 0 : File.ReadLines(file)
            .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
            .Sum(line => 1024 * long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture));
    }
}
