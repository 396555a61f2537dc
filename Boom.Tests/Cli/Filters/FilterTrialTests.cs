using Boom.Cli.Filters;
using Boom.Core.Filters;
using Boom.Core.Surveys;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Cli.Filters;

public sealed class FilterTrialTests
{
    const int Alerts = 20;

    static readonly ReadyFilter Filter =
        new NamedFilter("a", Survey.Ztf, """[{"$match": {"candidate.fid": 1}}, {"$project": {"objectId": 1}}]""", [1], null, null).Compile();

    static readonly FilterSubject[] Subjects =
    [
        .. Enumerable.Range(1, Alerts).Select(candid => new FilterSubject(
            candid, "o", 5, ProgramId: 1, IsEnriched: true,
            new FilterInput(BsonDocument.Parse($$$$$$"""{_id: NumberLong({{{{{{candid}}}}}}), objectId: 'o', candidate: {jd: 5.0, fid: 1, programid: 1}}""").ToBson()))),
    ];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_TakesTheTimeOfAThousand_EndsThere()
    {
        using var trial = new FilterTrial(Filter, 0, 500, new CountingClock(looksPerSecond: 10)) { EndsWhenSlow = true };

        trial.Run(Subjects, Token);

        Assert.True(trial.IsOver);
        Assert.Equal((6, 6, 6), (trial.Account.Read, trial.Account.LookedAt, trial.Account.Passed));
        Assert.Contains("It takes 100000 µs an alert", trial.Account.Slow, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OnlyToldOfTheTime_GoesOnToTheEnd()
    {
        using var trial = new FilterTrial(Filter, 0, 500, new CountingClock(looksPerSecond: 10));

        trial.Run(Subjects, Token);

        Assert.Equal(Alerts, trial.Account.LookedAt);
        Assert.Contains("It takes 100000 µs an alert", trial.Account.Slow, StringComparison.Ordinal);
    }

    // Twenty alerts of a millisecond take no time; a thousand do.
    [Fact]
    public void Settle_AverageIsTooMuch_LooksAtTheSameAgainUntilItIsSure()
    {
        using var trial = new FilterTrial(Filter, 0, 500, new CountingClock(looksPerSecond: 1000));
        trial.Run(Subjects, Token);
        Assert.Null(trial.Account.Slow);

        trial.Settle(Token);

        Assert.Equal(Alerts, trial.Account.LookedAt);
        Assert.Contains("It takes 1000 µs an alert (0.5 s for 501 alerts", trial.Account.Slow, StringComparison.Ordinal);
    }

    [Fact]
    public void Settle_AverageIsWithinTheBudget_IsDone()
    {
        using var trial = new FilterTrial(Filter, 0, 500, new CountingClock(looksPerSecond: 10_000));
        trial.Run(Subjects, Token);

        trial.Settle(Token);

        Assert.Null(trial.Account.Slow);
    }

    [Fact]
    public void Run_StoppedBetweenAlerts_KeepsTheAccountOfThoseBefore()
    {
        using var source = new CancellationTokenSource();
        using var trial = new FilterTrial(Filter, 0, 500, TimeProvider.System) { Told = trial => CancelAfter(trial, source) };

        Assert.Throws<OperationCanceledException>(() => trial.Run(Subjects, source.Token));

        Assert.Equal((3, 3, 3), (trial.Account.Read, trial.Account.LookedAt, trial.Account.Passed));
    }

    static void CancelAfter(FilterTrial trial, CancellationTokenSource source)
    {
        if (trial.Account.LookedAt == 3)
            source.Cancel();
    }

    // Time passes by being looked at.
    sealed class CountingClock(long looksPerSecond) : TimeProvider
    {
        long _looks;

        public override long TimestampFrequency => looksPerSecond;

        public override long GetTimestamp() => ++_looks;
    }
}
