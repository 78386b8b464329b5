# bash completion for sayso
_sayso()
{
    local word=$2 before=$3 command= i
    local commands='read incidents who sheet claims parties diff matrix assess explain correct add import merge export verify extract help'
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ " $commands " == *" ${COMP_WORDS[i]} "* ]] && { command=${COMP_WORDS[i]}; break; }
    done
    case $before in
    --reader | -r) COMPREPLY=($(compgen -W 'base small' -- "$word")); return ;;
    --reading)     COMPREPLY=($(compgen -W 'press icd203 phia nato ipcc kent' -- "$word")); return ;;
    --role)        COMPREPLY=($(compgen -W 'carried_out ordered authorised supported aware staged involved cause' -- "$word")); return ;;
    --factuality)  COMPREPLY=($(compgen -W 'CT+ PR+ PS+ PS- PR- CT- U' -- "$word")); return ;;
    --confidence)  COMPREPLY=($(compgen -W 'low moderate high' -- "$word")); return ;;
    --standing)    COMPREPLY=($(compgen -W 'stands rejected retracted withdrawn repeated' -- "$word")); return ;;
    --basis)       COMPREPLY=($(compgen -W 'intercept witness document imagery forensic confession court intelligence inference' -- "$word")); return ;;
    --to)
        [[ $command == export ]] && COMPREPLY=($(compgen -W 'jsonl csv clusters' -- "$word")) || COMPREPLY=($(compgen -W 'json who text' -- "$word"))
        return ;;
    --color)       COMPREPLY=($(compgen -W 'auto always never' -- "$word")); return ;;
    --dir | --data) COMPREPLY=($(compgen -d -- "$word")); return ;;
    --ledger | -l | --weights | --out | -o | --file | -f) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --threads | -j | --least | --fields | --via-timeout | --columns | --incident | -i | --party | --holder | --since | --until | --outlet | --text | --maker | --via | --model) return ;;
    --report | --sentence | --event | --trigger | --cue | --hedge | --by | --reason) return ;;
    esac
    if [[ $word == -* ]]; then
        local flags='--help --version' filters='--incident --party --holder --role --factuality --basis --standing --since --until --outlet --text --maker'
        case $command in
        read | who | extract | explain) flags+=' --reader --reading --least --threads --fields --weights --data --json' ;;
        incidents | claims | parties)   flags+=" $filters --columns --data --exit-status --json" ;;
        sheet | matrix | diff | assess) flags+=' --out --maker --columns --color --data --json' ;;
        merge | import | verify | correct | add) flags+=' --data --json' ;;
        esac
        case $command in
        '' | extract | help) ;;
        *) flags+=' --ledger' ;;
        esac
        case $command in
        read)    flags+=' --via --model --via-timeout' ;;
        who)     flags+=' --incident --file --maker --color --columns --exit-status' ;;
        explain) flags+=' --maker --color --columns --exit-status' ;;
        extract) flags+=' --to --dir --exit-status' ;;
        sheet)   flags+=' --html' ;;
        diff)    flags+=' --since' ;;
        import)  flags+=' --maker' ;;
        export)  flags+=" --to --canonical --data $filters" ;;
        correct) flags+=' --by --reason' ;;
        add)     flags+=' --report --sentence --incident --event --party --role --factuality --confidence --holder --trigger --cue --hedge --by' ;;
        esac
        COMPREPLY=($(compgen -W "$flags" -- "$word"))
    elif [[ -z $command ]]; then
        COMPREPLY=($(compgen -W "$commands" -- "$word"))
    elif [[ $command == help ]]; then
        COMPREPLY=($(compgen -W "${commands% help}" -- "$word"))
    elif [[ $command == correct && $before == correct ]]; then
        COMPREPLY=($(compgen -W 'reject retract set merge-parties split-party merge-incidents split-incident undo' -- "$word"))
    else
        COMPREPLY=($(compgen -f -- "$word"))
    fi
}
complete -o filenames -F _sayso sayso
