using Boom.Consumer;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class IntakeWatchTests
{
    static readonly IntakePause Disk = new("disk", 1000);

    readonly FakeTimeProvider _time = new();
    readonly Orders _orders = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Begin_OrderOfBefore_Holds()
    {
        _orders.Answer = () => Disk;
        var watch = new IntakeWatch(Survey.Ztf, _orders, _time);

        await watch.BeginAsync(Token);

        Assert.Equal(Disk, watch.Pause);
    }

    [Fact]
    public async Task Begin_StoreIsAway_IsTold()
    {
        _orders.Answer = () => throw new TransientFaultException("away");

        await Assert.ThrowsAsync<TransientFaultException>(() => new IntakeWatch(Survey.Ztf, _orders, _time).BeginAsync(Token).AsTask());
    }

    [Fact]
    public async Task Update_OrderIsGivenAndTakenBack_IsToldOnceEach()
    {
        var watch = await BegunAsync();

        _orders.Answer = () => Disk;
        Assert.True(await LookAsync(watch));
        Assert.Equal(Disk, watch.Pause);
        Assert.False(await LookAsync(watch));

        _orders.Answer = () => null;
        Assert.True(await LookAsync(watch));
        Assert.Null(watch.Pause);
    }

    [Fact]
    public async Task Update_StoreIsAway_LastAnswerHolds()
    {
        _orders.Answer = () => Disk;
        var watch = await BegunAsync();

        _orders.Answer = () => throw new TransientFaultException("away");

        Assert.False(await LookAsync(watch));
        Assert.Equal(Disk, watch.Pause);
    }

    [Fact]
    public async Task Begin_LookOfBeforeIsUnderWay_DoesNotAnswerLater()
    {
        var watch = await BegunAsync();
        using var answers = new ManualResetEventSlim();
        _orders.Answer = () =>
        {
            answers.Wait(Token);
            return null;
        };
        _time.Advance(TimeSpan.FromSeconds(2));
        watch.Update(Token);

        var begin = watch.BeginAsync(Token).AsTask();
        _orders.Answer = () => Disk;
        answers.Set();
        await begin;
        watch.Update(Token);

        Assert.Equal(Disk, watch.Pause);
    }

    [Fact]
    public async Task Update_TwoSecondsHaveNotPassed_AsksNobody()
    {
        var watch = await BegunAsync();
        var asked = _orders.Asked;

        _time.Advance(TimeSpan.FromSeconds(1.9));
        watch.Update(Token);

        Assert.Equal(asked, _orders.Asked);
    }

    async Task<IntakeWatch> BegunAsync()
    {
        var watch = new IntakeWatch(Survey.Ztf, _orders, _time);
        await watch.BeginAsync(Token);
        return watch;
    }

    /// <summary>Has it look, and take the answer.</summary>
    async Task<bool> LookAsync(IntakeWatch watch)
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        var changed = watch.Update(Token);
        await watch.Settled;
        return watch.Update(Token) || changed;
    }

    sealed class Orders : IIntakeSwitch
    {
        int _asked;

        public Func<IntakePause?> Answer { get; set; } = () => null;

        public int Asked => Volatile.Read(ref _asked);

        public ValueTask<IntakePause?> FindPauseAsync(Survey survey, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return new(Answer());
        }

        public ValueTask PauseAsync(Survey survey, IntakePause pause, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> ResumeAsync(Survey survey, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
