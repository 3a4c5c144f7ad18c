using Tributary.Core;
using Tributary.Security;

namespace Tributary.Field.Tests;

/// <summary><c>commit</c> at a coordinator that lies.</summary>
internal sealed class LyingStage(Func<CommittedSum, CommittedSum> lie, Func<ClientId, bool> omits) : IStage
{
    private readonly Commit _honest = new();

    public string Name => _honest.Name;

    public PayloadKind? Takes => _honest.Takes;

    public StagePlan Plan(UpdateSpec input)
    {
        StagePlan plan = _honest.Plan(input);
        return plan with { Server = round => new LyingHalf(plan.Server(round), lie, omits) };
    }
}
