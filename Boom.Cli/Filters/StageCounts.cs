namespace Boom.Cli.Filters;

/// <summary>Counts at which stage of a filter alerts end.</summary>
/// <param name="stages">Its stages.</param>
internal sealed class StageCounts(IReadOnlyList<(int Number, string Name)> stages)
{
    readonly long[] _ended = new long[stages.Count + 1];

    /// <summary>How many are left after each stage that may end some, in order.</summary>
    public IReadOnlyList<StageLeft> Left
    {
        get
        {
            var left = _ended.Sum();
            var list = new List<StageLeft>();
            for (var i = 0; i < stages.Count; i++)
            {
                left -= _ended[i + 1];
                // Other stages end an alert only by an error.
                if (_ended[i + 1] > 0 || stages[i].Name is "$match" or "sso_history" or "watch list")
                    list.Add(new StageLeft(stages[i].Number, stages[i].Name, left));
            }

            return list;
        }
    }

    /// <param name="endedAt">The stage, from 1; 0 for none.</param>
    public void Add(int endedAt) => _ended[endedAt]++;
}

/// <summary>A stage of a filter, and how many alerts are left after it.</summary>
/// <param name="Number">Its number in the pipeline.</param>
/// <param name="Name">Its name.</param>
/// <param name="Left">Alerts.</param>
internal sealed record StageLeft(int Number, string Name, long Left);
