using System.CommandLine;
using Tributary.Core;
using Tributary.Privacy;

namespace Tributary.Cli;

/// <summary><c>privacy</c>: the accountant as a calculator.</summary>
internal static class PrivacyCommand
{
    private static Option<double> Delta() => new("--delta")
    {
        Description = "The probability with which the promise may fail: well below 1 / (number of people).",
        HelpName = "D",
        Required = true,
    };

    private static Option<double> Epsilon(string meaning) => new("--epsilon") { Description = meaning, HelpName = "E", Required = true };

    /// <summary>Describes the command.</summary>
    public static Command Create() => new("privacy", "Work out what noise and sampling promise, or how much of them a promise needs.")
    {
        CreateEpsilon(), CreateDelta(), CreateCalibrate(),
    };

    private static Command CreateEpsilon()
    {
        var options = new PrivacyOptionSet();
        Option<double> delta = Delta();
        var command = new Command("epsilon", "The epsilon that noise, sampling and steps come to at a delta.") { delta };
        foreach (Option option in options.All) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            DpEvent dpEvent = options.Event(parsed);
            IAccountant accountant = options.Accountant(parsed, dpEvent);
            double at = parsed.GetValue(delta), epsilon = accountant.Epsilon(dpEvent, at);
            options.Report(parsed, dpEvent, accountant).Print(epsilon, at, "epsilon");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateDelta()
    {
        var options = new PrivacyOptionSet();
        Option<double> epsilon = Epsilon("The epsilon that is promised, 0 or above.");
        var command = new Command("delta", "The delta that noise, sampling and steps come to at an epsilon.") { epsilon };
        foreach (Option option in options.All) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            DpEvent dpEvent = options.Event(parsed);
            IAccountant accountant = options.Accountant(parsed, dpEvent);
            double at = parsed.GetValue(epsilon);
            options.Report(parsed, dpEvent, accountant).Print(at, accountant.Delta(dpEvent, at), "delta");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateCalibrate()
    {
        var options = new PrivacyOptionSet();
        Option<double> epsilon = Epsilon("The epsilon to keep, above 0."), delta = Delta();
        var command = new Command("calibrate",
            "The least noise that keeps epsilon and delta over so many steps, or, with --noise-multiplier, the most steps that do.")
        {
            epsilon, delta,
        };
        foreach (Option option in options.All) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            double target = parsed.GetValue(epsilon), at = parsed.GetValue(delta);
            bool wantsSteps = options.Noise(parsed) is not null;
            if (options.HasFile(parsed) || (wantsSteps && !options.CanCountSteps(parsed)))
                throw new ProblemException(ProblemCodes.WrongCommandLine, "privacy calibrate",
                    "The number of steps of a tree or a matrix is part of how it is built, and an event from a file has all its numbers: "
                    + "there is nothing left to choose. Leave --noise-multiplier out, or use another mechanism.");
            DpEvent sample = wantsSteps ? options.Step(parsed, options.Noise(parsed)!.Value) : options.Event(parsed, 1);
            IAccountant accountant = options.Accountant(parsed, sample);
            var calibration = new Calibration(accountant);
            double? noise = wantsSteps ? null : calibration.Noise(multiplier => options.Event(parsed, multiplier), target, at);
            long? steps = wantsSteps ? calibration.Count(sample, target, at) : null;
            if (steps == 0)
                throw new ProblemException(ProblemCodes.PrivacyTargetOutOfReach, "--epsilon",
                    "Not even one step keeps that. A promise that cannot be kept must not be made. Use more noise, or allow more.");
            DpEvent dpEvent = noise is { } chosen ? options.Event(parsed, chosen) : sample.Times(steps!.Value);
            PrivacyReport report = options.Report(parsed, dpEvent, accountant) with { NoiseMultiplier = noise, Steps = steps };
            report.Print(accountant.Epsilon(dpEvent, at), at, noise is not null ? "noiseMultiplier" : "steps");
            return ExitCode.Success;
        });
        return command;
    }
}
