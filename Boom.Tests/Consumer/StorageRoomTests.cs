using Boom.Hosting.Clients;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class StorageRoomTests
{
    const long Gigabyte = 1_000_000_000;

    readonly FakeTimeProvider _time = new();
    readonly Dictionary<string, long?> _free = new() { ["/store"] = 50 * Gigabyte, ["/cutouts"] = 50 * Gigabyte };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    StorageRoom Room(long minimum = 10 * Gigabyte) => new(
        minimum, [new("store", "/store"), new("cutouts", "/cutouts")], folder => _free[folder] is { } free ? (free, 100 * Gigabyte) : null, _time);

    [Fact]
    public async Task Begin_Enough_IsNoShortage()
    {
        var room = Room();

        await room.BeginAsync(Token);

        Assert.Null(room.Shortage);
    }

    [Fact]
    public async Task Begin_LessThanTheMinimum_NamesBytesFolderLimitAndRemedy()
    {
        _free["/cutouts"] = 9_990_000_000;
        var room = Room();

        await room.BeginAsync(Token);

        Assert.Equal(
            "No room: 9.99 GB is free on the disk of the cutouts (/cutouts), and Storage:MinimumFree keeps 10.00 GB; make room, and it goes on by itself at 11.00 GB, or lower Storage:MinimumFree",
            room.Shortage);
    }

    [Theory]
    [InlineData(10_999_999_999, true)]
    [InlineData(11_000_000_000, false)]
    public async Task Update_SomeRoomIsMade_GoesOnATenthAboveTheMinimum(long free, bool isShort)
    {
        _free["/store"] = Gigabyte;
        var room = Room();
        await room.BeginAsync(Token);
        _free["/store"] = free;

        await LookAsync(room);

        Assert.Equal(isShort, room.Shortage is not null);
    }

    [Fact]
    public async Task Update_OneOfTwoDisksHasRoomAgain_TheOtherStillLacksIt()
    {
        (_free["/store"], _free["/cutouts"]) = (Gigabyte, Gigabyte);
        var room = Room();
        await room.BeginAsync(Token);
        _free["/store"] = 50 * Gigabyte;

        await LookAsync(room);

        Assert.Contains("/cutouts", room.Shortage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_ShareIsAway_WhatWasSeenLastHolds()
    {
        _free["/cutouts"] = 0;
        var room = Room();
        await room.BeginAsync(Token);
        _free["/cutouts"] = null;

        await LookAsync(room);

        Assert.NotNull(room.Shortage);
    }

    [Fact]
    public async Task Update_TooSoon_DoesNotLook()
    {
        var room = Room();
        await room.BeginAsync(Token);
        _free["/store"] = 0;

        room.Update();
        await room.Settled;

        Assert.Null(room.Shortage);
    }

    [Fact]
    public async Task Begin_MinimumIsZero_NothingIsLookedAt()
    {
        (_free["/store"], _free["/cutouts"]) = (0, 0);
        var room = Room(minimum: 0);

        await room.BeginAsync(Token);

        Assert.Null(room.Shortage);
    }

    async Task LookAsync(StorageRoom room)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        room.Update();
        await room.Settled;
    }
}
