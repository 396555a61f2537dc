using Boom.Core.Surveys;
using Boom.Storage.Cutouts;

namespace Boom.Storage.Sqlite;

/// <summary>Brings cutouts to the disk beside the writing, and then notes up to which row they are there. Used by one thread at a time, between transactions.</summary>
sealed class CutoutFlush(SqliteDatabase database, CutoutSegments segments)
{
    IReadOnlyList<UnflushedCutouts> _ranges = [];
    Task? _running;

    /// <summary>What was started last and is not noted yet.</summary>
    public Task? Running => _running;

    /// <summary>Whether there is something to note.</summary>
    public bool HasEnded => _running is { IsCompleted: true };

    /// <summary>Whether the disk is at work.</summary>
    public bool IsRunning => _running is { IsCompleted: false };

    /// <summary>Starts on all that is not known to be on the disk.</summary>
    public void Start(IEnumerable<Survey> surveys)
    {
        _ranges = [.. surveys.Select(survey => CutoutTable.Unflushed(database, SurveySql.Of(survey))).Where(range => range.FirstSegment > 0)];
        var ranges = _ranges;
        _running = Task.Run(() =>
        {
            foreach (var range in ranges)
                segments.Flush(range.Survey, range.FirstSegment, range.LastSegment);
        });
    }

    /// <summary>Waits for what was started and notes it.</summary>
    /// <exception cref="Boom.Core.Resilience.TransientFaultException">The disk does not write.</exception>
    public void End()
    {
        if (_running is not { } running)
            return;
        _running = null;
        running.GetAwaiter().GetResult();
        foreach (var range in _ranges)
            CutoutTable.SetMark(database, SurveySql.Of(range.Survey), range.LastId);
    }
}
