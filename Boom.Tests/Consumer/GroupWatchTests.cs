using Boom.Consumer;
using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class GroupWatchTests
{
    const string Topic = "ztf_20260101_programid1";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly FakeTimeProvider _time = new();
    readonly GroupWatch _watch;

    public GroupWatchTests() => _watch = new GroupWatch(Patience, _time);

    [Fact]
    public void FindReason_AllIsRead_IsNone() => Assert.Null(AfterPatience([0, 1], [0, 1, 2], 3));

    [Fact]
    public void FindReason_APartitionHasNoReader_NamesItOnceTheClientsHadTime()
    {
        Assert.Null(Find([0, 1], [0, 1], 3));
        _time.Advance(Patience - TimeSpan.FromSeconds(1));
        Assert.Null(Find([0, 1], [0, 1], 3));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal($"Nobody of the group reads {Topic}[2]", Find([0, 1], [0, 1], 3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FindReason_WeHaveAPartitionThatIsNotThere_NamesIt(bool isGroupSeen) =>
        Assert.StartsWith($"The broker has no partition 3 of {Topic}", AfterPatience([0, 3], isGroupSeen ? [0, 1, 2, 3] : null, 3), StringComparison.Ordinal);

    [Fact]
    public void FindReason_WeHaveATopicThatIsNotThere_NamesIt() =>
        Assert.StartsWith("The broker has no partition 0", AfterPatience([0], [0], null), StringComparison.Ordinal);

    [Fact]
    public void FindReason_AnotherHasAPartitionThatIsNotThere_IsNone() => Assert.Null(AfterPatience([0, 1], [0, 1, 2], 2));

    [Fact]
    public void FindReason_TheGroupCannotBeSeen_IsNone() => Assert.Null(AfterPatience([0, 1], null, 3));

    [Fact]
    public void FindReason_AllIsReadInBetween_HasTimeAgain()
    {
        Find([0], [0], 2);
        _time.Advance(Patience / 2);
        Find([0, 1], [0, 1], 2);
        Find([0], [0], 2);
        _time.Advance(Patience / 2);

        Assert.Null(Find([0], [0], 2));
    }

    [Fact]
    public void FindReason_JoiningDoesNotHelp_DisturbsTheGroupLessAndLess()
    {
        var reasons = 0;
        for (var second = 0; second < 86_400; second += 10)
        {
            reasons += Find([0], [0], 2) is null ? 0 : 1;
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.InRange(reasons, 130, 160);
    }

    [Fact]
    public void MustLook_Asked_OnceInHalfThePatience()
    {
        Assert.False(_watch.MustLook());
        _time.Advance(Patience / 2);

        Assert.True(_watch.MustLook());
        Assert.False(_watch.MustLook());
    }

    string? AfterPatience(int[] own, int[]? group, int? count)
    {
        Assert.Null(Find(own, group, count));
        _time.Advance(Patience);
        return Find(own, group, count);
    }

    string? Find(int[] own, int[]? group, int? count) => _watch.FindReason(
        [.. own.Select(Place)],
        new GroupLook(group?.Select(Place).ToHashSet(), count is { } partitions ? new Dictionary<string, int> { [Topic] = partitions } : []));

    static TopicPartition Place(int partition) => new(Topic, partition);
}
