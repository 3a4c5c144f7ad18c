using System.CommandLine;
using Tributary.Core;
using Tributary.Models;

namespace Tributary.Cli;

/// <summary>The options that say how a generator draws pictures.</summary>
internal sealed class ImageOptions
{
    private static readonly FlowSampler _usual = new();

    private readonly Option<double> _guidance = new("--guidance")
    {
        Description = "Above 1, more typical images.",
        HelpName = "G",
        DefaultValueFactory = _ => _usual.Guidance,
    };

    private readonly Option<int> _steps = new("--steps")
    {
        Description = "Steps from noise to an image.",
        HelpName = "N",
        DefaultValueFactory = _ => _usual.Steps,
    };

    private readonly Option<SamplingMethod> _method = new("--sampler")
    {
        Description = "How a step is made: euler (DDIM for a diffusion model), midpoint (two predictions a step), or ancestral (new noise "
            + "at every step, for diffusion models).",
        HelpName = "NAME",
        DefaultValueFactory = _ => _usual.Method,
        CustomParser = result =>
        {
            string name = result.Tokens[0].Value;
            SamplingMethod[] known = [SamplingMethod.Euler, SamplingMethod.Midpoint, SamplingMethod.Ancestral];
            int found = Array.FindIndex(known, one => one.ToString().Equals(name, StringComparison.OrdinalIgnoreCase));
            if (found < 0) result.AddError($"There is no sampler '{name}'. There are euler, midpoint, ancestral.");
            return found < 0 ? default : known[found];
        },
    };

    /// <summary>All of them, for a command.</summary>
    public IEnumerable<Option> All => [_guidance, _steps, _method];

    /// <summary>The sampler that was asked for.</summary>
    /// <exception cref="ProblemException">An option is out of range, or the generator cannot be sampled so.</exception>
    public FlowSampler Sampler(ParseResult parsed, FlowTransformer generator)
    {
        (double guidance, int steps) = (parsed.GetValue(_guidance), parsed.GetValue(_steps));
        SamplingMethod method = parsed.GetValue(_method);
        if (!double.IsFinite(guidance))
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--guidance", "Guidance has to be a number. Give one such as 2.");
        if (steps < 1)
            throw new ProblemException(ProblemCodes.OptionOutOfRange, "--steps", "No step leads from noise to an image. Give 1 or more.");
        if (method == SamplingMethod.Ancestral && generator.Objective != ImageObjective.Diffusion)
            throw new ProblemException(ProblemCodes.SamplerDoesNotFit, "--sampler",
                "The generator has learnt a velocity, and its steps have no noise of their own: 'ancestral' would spoil its images. "
                + "Give 'euler' or 'midpoint', or train with \"objective\": \"diffusion\".");
        return new FlowSampler { Guidance = guidance, Steps = steps, Method = method };
    }
}
