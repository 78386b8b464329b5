# bash completion for sayso
_sayso()
{
    local word=$2 before=$3 command= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        who | extract | explain | help) command=${COMP_WORDS[i]}; break ;;
        esac
    done
    case $before in
    --reader | -r) COMPREPLY=($(compgen -W 'base small' -- "$word")); return ;;
    --reading)     COMPREPLY=($(compgen -W 'press icd203 phia nato ipcc kent' -- "$word")); return ;;
    --to)          COMPREPLY=($(compgen -W 'json who' -- "$word")); return ;;
    --color)       COMPREPLY=($(compgen -W 'auto always never' -- "$word")); return ;;
    --dir | --data) COMPREPLY=($(compgen -d -- "$word")); return ;;
    --threads | -j | --least | --columns | --incident | -i) return ;;
    esac
    if [[ $word == -* ]]; then
        local flags='--help --version'
        case $command in
        who | extract | explain) flags+=' --reader --reading --least --threads --weights --data --exit-status' ;;
        esac
        case $command in
        who)     flags+=' --incident --json --color --columns' ;;
        extract) flags+=' --to --dir' ;;
        explain) flags+=' --color --columns' ;;
        esac
        COMPREPLY=($(compgen -W "$flags" -- "$word"))
    elif [[ -z $command ]]; then
        COMPREPLY=($(compgen -W 'who extract explain help' -- "$word"))
    elif [[ $command == help ]]; then
        COMPREPLY=($(compgen -W 'who extract explain' -- "$word"))
    else
        COMPREPLY=($(compgen -f -- "$word"))
    fi
}
complete -o filenames -F _sayso sayso
