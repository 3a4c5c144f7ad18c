using Tributary.Core;

namespace Tributary.Protocol.Tests;

/// <summary>What a coordinator signs about a round.</summary>
public sealed class RoundStatementTests
{
    private static readonly BlobId _model = BlobId.Of("m"u8);

    private static readonly InvitationMessage _keeper =
        new("run", 7, "train", _model, 3, 0, ["a", "b", "c"], 5, [new MemberMessage("a", "AAAA", "", "")], ["a", "b"]);

    [Fact]
    public void Without_a_step_it_is_what_a_site_of_1_2_expects() => Assert.Equal(
        $"tributary round v1\nrun\n7\ntrain\n{_model}\n3\n5\n0\ngroup a b c\nmember a AAAA\nincluded a b\n", RoundStatement.Of(_keeper));

    [Fact]
    public void With_a_step_it_names_the_step_and_who_is_asked() => Assert.EndsWith(
        "included a b\nstep secagg-pairwise-unmask\nasked a b\n",
        RoundStatement.Of(_keeper with { Step = "secagg-pairwise-unmask", Asked = ["a", "b"] }), StringComparison.Ordinal);
}
