using Boom.Core.Store;
using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Contracts;

/// <content>Orders to pause the intake.</content>
public abstract partial class AlertStoreContract
{
    [Fact]
    public async Task FindPauseAsync_NoneWasGiven_IsNull()
        => Assert.Null(await Store.FindPauseAsync(Survey.Ztf, Token));

    [Fact]
    public async Task PauseAsync_OneSurvey_IsSeenByEveryStoreAndOfThatSurveyAlone()
    {
        await Store.PauseAsync(Survey.Ztf, new IntakePause("disk", 1_767_225_600_123), Token);

        Assert.Equal(new IntakePause("disk", 1_767_225_600_123), await OpenAnother().FindPauseAsync(Survey.Ztf, Token));
        Assert.Null(await Store.FindPauseAsync(Survey.Lsst, Token));
    }

    [Fact]
    public async Task PauseAsync_Again_TakesTheReasonAndKeepsTheTime()
    {
        await Store.PauseAsync(Survey.Ztf, new IntakePause("disk", 1000), Token);
        await OpenAnother().PauseAsync(Survey.Ztf, new IntakePause("upgrade", 2000), Token);

        Assert.Equal(new IntakePause("upgrade", 1000), await Store.FindPauseAsync(Survey.Ztf, Token));
    }

    [Fact]
    public async Task ResumeAsync_Paused_TakesTheOrderBack()
    {
        Assert.False(await Store.ResumeAsync(Survey.Ztf, Token));
        await Store.PauseAsync(Survey.Ztf, new IntakePause("", 1000), Token);

        Assert.True(await OpenAnother().ResumeAsync(Survey.Ztf, Token));
        Assert.Null(await Store.FindPauseAsync(Survey.Ztf, Token));
        Assert.False(await Store.ResumeAsync(Survey.Ztf, Token));
    }
}
