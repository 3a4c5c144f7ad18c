using System.Text.Json;
using Tributary.Core;

namespace Tributary.Protocol.Tests;

public sealed class MessageTests
{
    [Fact]
    public void What_a_newer_party_says_more_is_passed_over()
    {
        CheckInRequest? read = JsonSerializer.Deserialize(
            """{ "waitSeconds": 30, "runs": ["a"], "mood": { "since": "1.7" } }""", ProtocolJson.Default.CheckInRequest);
        Assert.Equal(30, read!.WaitSeconds);
    }

    [Theory]
    [InlineData("""{ "runs": [] }""")]
    [InlineData("""{ "waitSeconds": 1, "runs": null }""")]
    [InlineData("""{ "waitSeconds": "long", "runs": [] }""")]
    public void What_must_be_said_is_asked_for(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ProtocolJson.Default.CheckInRequest));

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("")]
    public void A_digest_is_a_digest_and_nothing_else(string digest) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(
        $$"""{ "body": "{{digest}}", "length": 1, "signature": "" }""", ProtocolJson.Default.SubmitRequest));

    [Fact]
    public void Reasons_travel_as_words()
    {
        string json = JsonSerializer.Serialize(new DeclineRequest(DropReason.TooLate), ProtocolJson.Default.DeclineRequest);
        Assert.Equal("""{"reason":"too-late"}""", json);
    }

    [Fact]
    public void An_invitation_comes_back_as_it_was()
    {
        var invitation = new InvitationMessage("heart-1", 3, "train", BlobId.Of("m"u8), 4, 2, ["va"], ulong.MaxValue);
        var answer = new CheckInAnswer(invitation, new RetryWindow(1, 2));
        string json = JsonSerializer.Serialize(answer, ProtocolJson.Default.CheckInAnswer);
        CheckInAnswer read = JsonSerializer.Deserialize(json, ProtocolJson.Default.CheckInAnswer)!;
        Assert.Equal(invitation with { GroupMembers = [] }, read.Invitation! with { GroupMembers = [] });
        Assert.Equal(["va"], read.Invitation.GroupMembers);
    }
}
